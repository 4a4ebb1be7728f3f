/**
 * Reference values of the mixed target: a list of cases, each with `mixing` α*, `sharpness` w*², `tokens` [B][L], `params`
 * {rpe1, rpe2, value1, value2, key, query} and `expected` {lossG4, lossIH, gradients of their sum}, means over the
 * sequences. And how far core/model is from them.
 */
import * as z from "zod";
import { addMixedGradient, fewestScalars, mixedParameters, mixedPass } from "../../model";
import { relativeError } from "./compute";

const scalars = z.object(
  Object.fromEntries(mixedParameters.map((name) => [name, z.number()])) as Record<
    (typeof mixedParameters)[number],
    z.ZodNumber
  >,
);
const caseSchema = z.object({
  mixing: z.number().gt(0),
  sharpness: z.number().gt(0),
  tokens: z.array(z.array(z.number()).min(fewestScalars)).min(1),
  params: scalars,
  expected: z.object({ lossG4: z.number(), lossIH: z.number(), gradients: scalars }),
});

export const mixedSchema = z
  .array(caseSchema)
  .min(1)
  .superRefine((cases, context) => {
    for (const [index, { tokens }] of cases.entries()) {
      const ragged = tokens.findIndex((row) => row.length !== tokens[0].length);
      if (ragged < 0) continue;
      const message = `${tokens[ragged].length} tokens, but the first sequence has ${tokens[0].length}`;
      context.addIssue({ code: "custom", path: [index, "tokens", ragged], message });
    }
  });

export type MixedCase = z.infer<typeof caseSchema>;

/** The largest error of every quantity over all cases; of gradients relative to the largest of the six. */
export function mixedErrors(cases: readonly MixedCase[]): ReadonlyMap<string, number> {
  const errors = new Map<string, number>();
  for (const { mixing, sharpness, tokens, params, expected } of cases) {
    const parameters = Float64Array.from(mixedParameters, (name) => params[name]);
    const gradient = new Float64Array(parameters.length);
    const losses = { lossG4: 0, lossIH: 0 };
    for (const row of tokens) {
      const sequence = Float64Array.from(row);
      const pass = mixedPass({ mixing, sharpness }, parameters, sequence);
      losses.lossG4 += pass.lossG4 / tokens.length;
      losses.lossIH += pass.lossIH / tokens.length;
      addMixedGradient(parameters, sequence, pass, 1 / tokens.length, gradient);
    }
    const gradients = Float64Array.from(mixedParameters, (name) => expected.gradients[name]);
    const found = {
      lossG4: relativeError(Float64Array.of(losses.lossG4), Float64Array.of(expected.lossG4)),
      lossIH: relativeError(Float64Array.of(losses.lossIH), Float64Array.of(expected.lossIH)),
      gradients: relativeError(gradient, gradients),
    };
    for (const [name, error] of Object.entries(found)) {
      errors.set(name, Math.max(errors.get(name) ?? 0, error));
    }
  }
  return errors;
}
