/**
 * Constructions as experiments: what a run is that begins with the weights built by hand. IH_2 is the rich half of the
 * mixed target's model, whose lazy half is built along; IH_n and GIH_n are disentangled models on tokens.
 */
import type { ExperimentSource } from "../config";
import { mixedInitial, type MixedInitial, type MixedTarget } from "../model";
import type { ConstructionRequest } from "./construct";
import { tokenCircuit, tokenConventions, type TokenCircuit, type TokenHead } from "./tokens";

export interface StartingPoint {
  /** As somebody would write it; stages that train everything, to go on with. */
  readonly experiment: ExperimentSource;
  /** What the run begins with, laid out as the experiment's model has it. */
  readonly initial: Float64Array;
  /** Of IH_n and GIH_n. */
  readonly tokens: { readonly head: TokenHead; readonly circuit: TokenCircuit } | null;
}

export interface StartingOptions {
  readonly name: string;
  readonly seed: number;
  /** α* of the mixed target. */
  readonly mixing: number;
  /** d of tokens, 2 … 256. */
  readonly alphabetSize: number;
}

/** @throws RangeError where nothing is left of g at the degree that the features allow: see `tokenCircuit` */
export function startingPoint(request: ConstructionRequest, options: StartingOptions): StartingPoint {
  return request.kind === "ih2" ? mixedStart(request, options) : tokenStart(request, options);
}

/** p at which all attention is on one place, to the last bit; what is sharper is the same, and no number if it is ∞. */
const sharp = 40;

/** What makes A = f_1 and B = f_2 but for e^{−p}: p1 = p2 = p, k·q = w*², v1 and v2 the shares of the target's parts. */
function mixedStart(
  { shape, sharpness, strength }: ConstructionRequest,
  { name, seed, mixing }: StartingOptions,
): StartingPoint {
  const target: MixedTarget = { mixing, sharpness: strength };
  const rpe = Math.min(sharpness, sharp);
  const initial = {
    epsilon: 0.01,
    rpe1: rpe,
    rpe2: rpe,
    value1: mixing / (1 + mixing),
    value2: 1 / (1 + mixing),
    key: Math.sqrt(strength),
    query: Math.sqrt(strength),
  } satisfies MixedInitial;
  const experiment: ExperimentSource = {
    name,
    seed,
    data: { kind: "mixed-target", ...target, sequenceLength: shape.sequenceLength },
    model: { family: "mixed-target", initial },
    training: {
      stages: [
        {
          name: "all together",
          train: ["rpe1", "rpe2", "value1", "value2", "key", "query"],
          steps: 1_000,
          learningRate: 0.1,
        },
      ],
    },
  };
  return { experiment, initial: mixedInitial(initial), tokens: null };
}

function tokenStart(
  request: ConstructionRequest,
  { name, seed, alphabetSize }: StartingOptions,
): StartingPoint {
  const { shape, heads, sharpness } = request;
  const head = tokenHead(request, alphabetSize);
  const circuit = tokenCircuit(head);
  const window = shape.order - 1;
  const experiment: ExperimentSource = {
    name,
    seed,
    data: {
      kind: "markov",
      alphabetSize,
      sequenceLength: shape.sequenceLength,
      parents: Array.from({ length: Math.min(window, mostParents) }, (_, i) => i + 1),
      trainSequences: 2_000,
      validationSequences: 500,
    },
    model: {
      ...tokenConventions,
      heads,
      window,
      maxDegree: head.degree,
      subsets: circuit.subsets.map((subset) => [...subset]),
      // The nearest that fields can say; the run begins with the weights themselves.
      initial: {
        rpe: { diagonal: 0, offDiagonal: -Math.min(sharpness, sharp) },
        coefficients: 1,
        scale: circuit.parameters[circuit.parameters.length - 1],
      },
    },
    training: {
      stages: [{ name: "all at once", train: ["coefficients", "rpe", "scale"], steps: 1_000 }],
    },
  };
  return { experiment, initial: circuit.parameters, tokens: { head, circuit } };
}

/** d³ rows of π are few enough for any alphabet that is not large. */
const mostParents = 3;

/** The head on tokens that a request comes to: D is the highest degree whose features, C(H, k)·d^k a size, are allowed. */
export function tokenHead(request: ConstructionRequest, alphabetSize: number): TokenHead {
  const { kind, shape, heads, strength, features } = request;
  const similarity = kind === "gihn" ? request.similarity : "dot";
  let degree = 1;
  if (kind === "gihn") {
    while (degree < heads && tokenFeatures(heads, degree + 1, alphabetSize) <= features) degree++;
  }
  const sharpness = Math.min(request.sharpness, sharp);
  return { window: shape.order - 1, heads, degree, sharpness, strength, similarity, alphabetSize };
}

/** Numbers of a feature vector with all sets of up to `degree` heads. */
export function tokenFeatures(heads: number, degree: number, alphabetSize: number): number {
  let [sum, sets] = [0, 1];
  for (let size = 1; size <= degree; size++) {
    sets = (sets * (heads - size + 1)) / size;
    sum += sets * alphabetSize ** size;
  }
  return sum;
}
