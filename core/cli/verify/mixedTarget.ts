/**
 * Reference values of the mixed target: a list of cases, each with `mixing` α*, `sharpness` w*², `tokens` [B][L], `params`
 * {rpe1, rpe2, value1, value2, key, query} and `expected` {lossG4, lossIH, gradients of their sum}, means over the
 * sequences. And how far this program is from them.
 */
import * as z from "zod";
import { createEngine } from "../../engine";
import { addMixedGradient, fewestScalars, mixedParameters, mixedPass } from "../../model";
import { relativeError, type EngineChoice } from "./compute";

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

/**
 * The largest error of every quantity over all cases; of gradients relative to the largest of the six.
 * @param choice the reference takes the file's tokens as they are, other engines round them to float32
 * @throws RangeError when the engine has no kernels for the mixed target
 */
export async function mixedErrors(
  cases: readonly MixedCase[],
  choice: EngineChoice,
): Promise<ReadonlyMap<string, number>> {
  const errors = new Map<string, number>();
  for (const reference of cases) {
    const parameters = Float64Array.from(mixedParameters, (name) => reference.params[name]);
    const found = await (choice.kind === "reference"
      ? inFloat64(reference, parameters)
      : byEngine(reference, parameters, choice));
    const { lossG4, lossIH, gradients } = reference.expected;
    const expected = {
      lossG4: Float64Array.of(lossG4),
      lossIH: Float64Array.of(lossIH),
      gradients: Float64Array.from(mixedParameters, (name) => gradients[name]),
    };
    for (const name of ["lossG4", "lossIH", "gradients"] as const) {
      errors.set(name, Math.max(errors.get(name) ?? 0, relativeError(found[name], expected[name])));
    }
  }
  return errors;
}

/** Losses, and their gradient in the order of `mixedParameters`. */
interface Found {
  readonly lossG4: Float64Array;
  readonly lossIH: Float64Array;
  readonly gradients: Float64Array;
}

function inFloat64({ mixing, sharpness, tokens }: MixedCase, parameters: Float64Array): Found {
  const gradients = new Float64Array(parameters.length);
  const [lossG4, lossIH] = [new Float64Array(1), new Float64Array(1)];
  for (const row of tokens) {
    const sequence = Float64Array.from(row);
    const pass = mixedPass({ mixing, sharpness }, parameters, sequence);
    lossG4[0] += pass.lossG4 / tokens.length;
    lossIH[0] += pass.lossIH / tokens.length;
    addMixedGradient(parameters, sequence, pass, 1 / tokens.length, gradients);
  }
  return { lossG4, lossIH, gradients };
}

async function byEngine(
  { mixing, sharpness, tokens }: MixedCase,
  parameters: Float64Array,
  choice: EngineChoice,
): Promise<Found> {
  const sequenceLength = tokens[0].length;
  const data = { scalars: Float32Array.from(tokens.flat()), count: tokens.length, sequenceLength };
  const engine = await createEngine({
    model: { family: "mixed-target", target: { mixing, sharpness }, sequenceLength },
    training: { kind: "fixed", data },
    ...{ validation: null, threads: 1, ...choice },
  });
  try {
    engine.prepare(mixedParameters);
    const gradients = new Float64Array(parameters.length);
    await engine.gradient(parameters, gradients, 0);
    const { lossG4, lossIH } = engine.lossParts?.() ?? {};
    return { lossG4: Float64Array.of(lossG4), lossIH: Float64Array.of(lossIH), gradients };
  } finally {
    await engine.dispose();
  }
}
