/** How a construction's error falls with its size: the same circuit, sharper, with more heads, with more features. */
import { construct, type Construction, type FeatureMapName } from "./construct";
import { firstOrderError, sharpnessBound } from "./derived";
import { polynomialFeatures } from "./features";
import { measureConstruction, type ConstructionError } from "./measure";
import type { Material } from "./vectors";

/** What is derived of the same error (derived.ts). */
export interface DerivedError {
  /** Its first order in e^{−p}. */
  readonly largest: number;
  readonly rootMeanSquare: number;
  /** What it cannot exceed. */
  readonly bound: number;
}

export interface SharpnessRow extends ConstructionError {
  readonly sharpness: number;
  /** d log(root mean square)/dp from the row before; −1 is derived. NaN of the first. */
  readonly slope: number;
  /** Of IH_2, and of IH_n with all heads; null of others. */
  readonly derived: DerivedError | null;
}

export interface HeadsRow extends ConstructionError {
  readonly heads: number;
}

export interface FeaturesRow extends ConstructionError {
  readonly map: FeatureMapName;
  /** K, of `polynomial`. */
  readonly degree: number | null;
}

const sharpnesses: readonly number[] = [1, 2, 4, 6, 8, 10, 15, 20, 25, 30, 35, 40];
/** Where features are the limit in the end, and a row takes a network at every position. */
const fewSharpnesses: readonly number[] = [1, 2, 4, 6, 8, 12, 20];

/** By p: that of the construction, and round ones. */
export function sharpnessTable(construction: Construction, { sequences }: Material): SharpnessRow[] {
  const { definition, circuit, request } = construction;
  const { shape, strength, heads } = request;
  const isDerived = request.kind !== "gihn" && heads === shape.order - 1;
  const first = isDerived ? firstOrderError(definition, strength, sequences) : null;
  let before = { sharpness: NaN, rootMeanSquare: NaN };
  const round = request.kind === "gihn" ? fewSharpnesses : sharpnesses;
  return increasing([...round, request.sharpness]).map((sharpness) => {
    const copiers = { ...circuit.copiers, sharpness };
    const [error] = measureConstruction(definition, { ...circuit, copiers }, sequences);
    const fallen = Math.log(error.rootMeanSquare / before.rootMeanSquare);
    const slope = fallen / (sharpness - before.sharpness);
    before = { sharpness, rootMeanSquare: error.rootMeanSquare };
    const ratio = Math.exp(-sharpness);
    const derived = first && {
      largest: ratio * first.largest,
      rootMeanSquare: ratio * first.rootMeanSquare,
      bound: sharpnessBound(shape, strength, sharpness, sequences),
    };
    return { ...error, sharpness, slope, derived };
  });
}

/** By H: the lags 1 … H copied and compared, for every H up to n − 1. */
export function headsTable({ request }: Construction, { sequences, windows }: Material): HeadsRow[] {
  return Array.from({ length: request.shape.order - 1 }, (_, i) => i + 1).map((heads) => {
    const { definition, circuit } = construct({ ...request, heads }, windows);
    return { heads, ...measureConstruction(definition, circuit, sequences)[0] };
  });
}

const featureCounts: readonly number[] = [1, 2, 4, 8, 16, 32, 64];
/** Features of polynomials in a table, at most, where no more are asked for. */
const mostTabulated = 200;

/** By R: of both ways to make the network, as far as they exist for this similarity. */
export function featuresTable(construction: Construction, material: Material): FeaturesRow[] {
  const { sequences, windows } = material;
  const { request, definition, circuit } = construction;
  const { similarity, shape, strength } = request;
  const wanted = [...featureCounts, request.features];
  const fitted = construct({ ...request, map: "low-rank", features: Math.max(...wanted) }, windows);
  const most = fitted.circuit.features.count;
  const counts = increasing(wanted.map((count) => Math.min(count, most)));
  const lowRank = measureConstruction(definition, fitted.circuit, sequences, counts).map(
    (error): FeaturesRow => ({ map: "low-rank", degree: null, ...error }),
  );
  if (similarity === "laplace") return lowRank;
  const features = polynomialFeatures(similarity, tabulatedDegree(construction, material), shape, strength);
  const errors = measureConstruction(definition, { ...circuit, features }, sequences, features.ends);
  const polynomial = errors.map((error, degree): FeaturesRow => ({ map: "polynomial", degree, ...error }));
  return [...lowRank, ...polynomial];
}

/** Where the series ends, or as far as is tabulated. */
function tabulatedDegree({ request }: Construction, { windows }: Material): number {
  const { similarity, shape } = request;
  if (similarity === "distance") return 2;
  if (similarity === "product") return shape.order - 1;
  const features = Math.max(mostTabulated, request.features);
  const { circuit } = construct({ ...request, map: "polynomial", features }, windows);
  return circuit.features.ends.length - 1;
}

function increasing(values: readonly number[]): number[] {
  return Array.from(new Set(values)).sort((a, b) => a - b);
}
