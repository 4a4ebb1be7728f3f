/**
 * Which part of a built circuit does what, in words, and what each is worth: the error of the same circuit with that part
 * knocked out.
 */
import type { Circuit } from "./circuit";
import type { Construction } from "./construct";
import { identityFeatures } from "./features";
import { measureConstruction, type ConstructionError } from "./measure";
import { similarityFormulas } from "./similarity";
import type { VectorSequences } from "./vectors";

export interface Role {
  /** `layer 1, head 2`, for people. */
  readonly part: string;
  readonly does: "copies" | "transforms" | "matches and votes";
  /** What, as a formula. */
  readonly what: string;
  /** What stands in for it where it is knocked out. */
  readonly instead: string;
  /** Of the circuit without it. */
  readonly without: ConstructionError;
}

/** In the order in which a token meets them. */
export function rolesOf(construction: Construction, sequences: VectorSequences): Role[] {
  const { definition, circuit, request } = construction;
  const { copiers, features } = circuit;
  const errorOf = (variant: Circuit, count = variant.features.count) =>
    measureConstruction(definition, variant, sequences, [count])[0];
  const heads = Array.from({ length: copiers.heads }, (_, head): Role => {
    const lag = head + 1;
    return {
      part: `layer 1, head ${lag}`,
      does: "copies",
      what: `x_{s−${lag}} to position s, by softmax_τ(−p·|s − ${lag} − τ|)`,
      instead: "copies 0",
      without: errorOf({ features, copiers: { ...copiers, without: lag } }),
    };
  });
  const network: Role = {
    part: "feed-forward network",
    does: "transforms",
    what: networkSentence(construction),
    instead: "layer 2 compares the windows themselves",
    without: errorOf({ copiers, features: identityFeatures(definition.shape, request.strength) }),
  };
  const classifier: Role = {
    part: "layer 2, its head",
    does: "matches and votes",
    what: matchSentence(construction),
    instead: "attends alike to all keys",
    without: errorOf(circuit, 0),
  };
  return [...heads, ...(features.kind === "identity" ? [] : [network]), classifier];
}

function networkSentence({ request, circuit: { features } }: Construction): string {
  const g = `g(u, v) = ${similarityFormulas[request.similarity]}`;
  const how =
    features.kind === "polynomial"
      ? `monomials up to degree ${features.ends.length - 1}`
      : "fitted by low rank, a hidden unit for each sampled window";
  return `windows into ${features.count} ${features.count === 1 ? "feature" : "features"} φ with Σ_r ±φ_r(u)·φ_r(v) ≈ ${g}; ${how}`;
}

function matchSentence({ circuit: { features, copiers } }: Construction): string {
  if (features.kind !== "identity") return "softmax_s(Σ_r ±φ_r(query)·φ_r(s)), brings x_s";
  if (copiers.heads === 1) return "softmax_s(w*²·x_L·y_s), brings x_s";
  return `softmax_s(w*²·Σ_{i=1..${copiers.heads}} y_L^{(i−1)}·y_s^{(i)}) with y_L^{(0)} = x_L, brings x_s`;
}
