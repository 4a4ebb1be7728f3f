/** Constructions in words and tables, for people: what `construct` prints. */
import {
  similarityFormulas,
  type Construction,
  type ConstructionError,
  type ConstructionRequest,
  type FeaturesRow,
  type HeadsRow,
  type MixedError,
  type Role,
  type SharpnessRow,
  type TokenError,
} from "../construction";
import { counted, grouped } from "./numbers";
import { factLines, tableLines } from "./table";

/** What the run begins with, held against its definition. */
export type StartReport =
  | ({ readonly data: "scalars" } & MixedError)
  | {
      readonly data: "tokens";
      readonly alphabetSize: number;
      /** Of the run. */
      readonly degree: number;
      readonly byDegree: readonly (TokenError & { readonly degree: number; readonly features: number })[];
    };

/** `IH_2`, `IH_3`, `GIH_3`. */
export function titleOf({ kind, shape }: ConstructionRequest): string {
  return `${kind === "gihn" ? "GIH" : "IH"}_${shape.order}`;
}

/** Of the run's experiment: `IH_3 by construction`. */
export function constructionName(request: ConstructionRequest): string {
  return `${titleOf(request)} by construction`;
}

export function introduction(
  { request, circuit }: Construction,
  error: ConstructionError,
  sequences: number,
): string[] {
  const { kind, shape, heads, sharpness, strength } = request;
  const { order, sequenceLength, dimension } = shape;
  const g = similarityFormulas[kind === "gihn" ? request.similarity : "dot"];
  const network =
    circuit.features.kind === "identity"
      ? "no feed-forward network"
      : `feed-forward network with ${counted(error.features, "feature")} (${circuit.features.kind}${fewerFeatures(request, error)})`;
  return [
    `${titleOf(request)}: Σ_s x_s softmax_s(g(u, v)), g(u, v) = ${g}; ` +
      (order === 2
        ? "u the last token, v the one before x_s"
        : `u the last ${order - 1} tokens, v the ${order - 1} before x_s`),
    ...factLines([
      [
        "built",
        [`${counted(heads, "head")} of sharpness p = ${sharpness}, ${network}, match w*² = ${strength}`],
      ],
      [
        "measured",
        [
          `on ${counted(sequences, "sequence")} of ${sequenceLength} tokens, each ${counted(dimension, "normal number")}`,
        ],
      ],
      ["error", [`${small(error.largest)} at most, ${small(error.rootMeanSquare)} root mean square`]],
    ]),
    "",
  ];
}

/** Why there are fewer than were allowed. */
function fewerFeatures({ features, map }: ConstructionRequest, error: ConstructionError): string {
  if (error.features >= features) return "";
  const why = map === "polynomial" ? "it takes whole degrees only" : "its sampled windows give no more";
  return `; at most ${grouped(features)}, ${why}`;
}

export function roleLines(roles: readonly Role[]): string[] {
  const rows = roles.map(({ part, does, without }) => [
    part,
    does,
    small(without.largest),
    small(without.rootMeanSquare),
  ]);
  const formulas = roles.map(({ part, what, instead }): readonly [string, readonly string[]] => [
    part,
    [`${what}; knocked out: ${instead}`],
  ]);
  return [
    "Who does what, and the error without it:",
    ...tableLines([["", "", "largest", "rms"], ...rows], { right: [2, 3] }),
    ...factLines(formulas),
    "",
  ];
}

export function sharpnessLines(rows: readonly SharpnessRow[]): string[] {
  const derived = rows.some((row) => row.derived !== null);
  const head = ["p", "largest", "rms", "slope of log rms"];
  const cells = rows.map((row) => [
    String(row.sharpness),
    small(row.largest),
    small(row.rootMeanSquare),
    Number.isFinite(row.slope) ? row.slope.toFixed(3) : "",
    ...(row.derived
      ? [small(row.derived.largest), small(row.derived.rootMeanSquare), small(row.derived.bound)]
      : []),
  ]);
  return [
    "How the error falls with the sharpness p of the copying heads" +
      (derived ? ", beside its derived first order in e^(−p) and bound; derived slope −1:" : ":"),
    ...tableLines([[...head, ...(derived ? ["derived largest", "derived rms", "bound"] : [])], ...cells], {
      right: [0, 1, 2, 3, 4, 5, 6],
    }),
    ...(derived ? ["Below about 1e-15 it is rounding.", ""] : [""]),
  ];
}

export function headLines(rows: readonly HeadsRow[], sharpness: number): string[] {
  const cells = rows.map(({ heads, largest, rootMeanSquare }) => [
    String(heads),
    small(largest),
    small(rootMeanSquare),
  ]);
  return [
    `With H heads, of the lags 1 … H (p = ${sharpness}):`,
    ...tableLines([["H", "largest", "rms"], ...cells], { right: [0, 1, 2] }),
    "",
  ];
}

export function featureLines(rows: readonly FeaturesRow[]): string[] {
  const cells = rows.map(({ map, degree, features, largest, rootMeanSquare, bound }) => [
    degree === null ? map : `${map}, degree ${degree}`,
    String(features),
    small(largest),
    small(rootMeanSquare),
    small(bound),
  ]);
  return [
    "With R features; the bound is the longest token times the largest error of a logit:",
    ...tableLines([["", "R", "largest", "rms", "bound"], ...cells], { right: [1, 2, 3, 4] }),
    "",
  ];
}

export function startLines(report: StartReport): string[] {
  if (report.data === "scalars") {
    const { lazy, rich } = report;
    return [
      `The run's model on the mixed target: |f_1 − A| ≤ ${small(lazy)} (head A, lazy), |f_2 − B| ≤ ${small(rich)} (head B, rich).`,
    ];
  }
  const cells = report.byDegree.map(({ degree, features, largest, rootMeanSquare }) => [
    `${degree}${degree === report.degree ? " (the run)" : ""}`,
    String(features),
    small(largest),
    small(rootMeanSquare),
  ]);
  return [
    `The run's model, on Markov chains of ${report.alphabetSize} tokens; with sets of up to D heads its votes are off by:`,
    ...tableLines([["D", "R", "largest", "rms"], ...cells], { right: [1, 2, 3] }),
    "",
  ];
}

/** `5.55e-17`, `0`. */
function small(value: number): string {
  return value === 0 || !Number.isFinite(value) ? String(value) : value.toExponential(2);
}
