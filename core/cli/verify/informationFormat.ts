/**
 * Reference values of informations: a list of cases, each with `alphabet`, `parents`, `window`, `transitions` (one π a
 * draw, [d^n][d]), perhaps `stationaryToken` ([d] for each draw) and `information` [{lags, chi2, modifiedChi2}], means
 * over the draws. Lags may come in any order.
 */
import * as z from "zod";
import { mostContexts } from "../../theory";
import { misshapen, type Finding } from "./shapes";

const lags = z.array(z.int().min(1).max(255)).min(1);
const caseSchema = z.object({
  alphabet: z.int().min(2).max(256),
  parents: lags.max(8),
  window: z.int().min(1).max(255),
  transitions: z.array(z.array(z.array(z.number().min(0).max(1)))).min(1),
  stationaryToken: z.array(z.array(z.number())).optional(),
  information: z.array(z.object({ lags, chi2: z.number(), modifiedChi2: z.number() })).min(1),
});

export const informationSchema = z
  .array(caseSchema)
  .min(1)
  .superRefine((cases, context) => {
    for (const [index, found] of cases.entries()) {
      for (const { path, message } of findings(found)) {
        context.addIssue({ code: "custom", path: [index, ...path], message });
      }
    }
  });

export type InformationCase = z.infer<typeof caseSchema>;

function* findings({ alphabet, parents, window, ...given }: InformationCase): Generator<Finding> {
  if (!increasing(parents)) yield { path: ["parents"], message: "parents must increase" };
  const largest = Math.max(...parents);
  if (alphabet ** largest > mostContexts) {
    yield { path: ["parents"], message: `${alphabet}^${largest} contexts are more than ${mostContexts}` };
  }
  const draws = ["draws", given.transitions.length] as const;
  const tokens = ["alphabet", alphabet] as const;
  yield* misshapen(["transitions"], given.transitions, [
    draws,
    ["contexts", alphabet ** parents.length],
    tokens,
  ]);
  yield* misshapen(["stationaryToken"], given.stationaryToken, [draws, tokens]);
  yield* unnormalized(given.transitions);
  for (const [index, { lags }] of given.information.entries()) {
    const path = ["information", index, "lags"];
    if (new Set(lags).size < lags.length) yield { path, message: "a lag is named twice" };
    if (Math.max(...lags) > window) yield { path, message: `lags go up to the window, ${window}` };
  }
}

/** The first row that does not sum to 1. */
function* unnormalized(transitions: InformationCase["transitions"]): Generator<Finding> {
  for (const [draw, rows] of transitions.entries()) {
    const row = rows.findIndex((row) => Math.abs(row.reduce((sum, value) => sum + value, 0) - 1) > 1e-6);
    if (row < 0) continue;
    yield { path: ["transitions", draw, row], message: "the probabilities do not sum to 1" };
    return;
  }
}

function increasing(values: readonly number[]): boolean {
  return values.every((value, index) => index === 0 || value > values[index - 1]);
}
