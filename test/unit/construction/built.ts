/** Constructions for tests: what a test says, and the rest as the command line has it. */
import {
  construct,
  drawMaterial,
  measureConstruction,
  type ConstructionRequest,
  type HeadShape,
} from "../../../core/construction";

export type Wish = Partial<Omit<ConstructionRequest, "shape">> & Partial<HeadShape>;

export function requestOf(wish: Wish): ConstructionRequest {
  const { order = 2, sequenceLength = 40, dimension = 1, ...rest } = wish;
  return {
    kind: order === 2 ? "ih2" : "ihn",
    shape: { order, sequenceLength, dimension },
    heads: order - 1,
    sharpness: 40,
    strength: 4,
    similarity: "gaussian",
    map: "low-rank",
    features: 64,
    ...rest,
  };
}

/** With its material: seed 1, 100 sequences if nothing else is said. */
export async function built(wish: Wish, sequences = 100) {
  const request = requestOf(wish);
  const material = await drawMaterial(request.shape, 1, sequences);
  return { request, material, construction: construct(request, material.windows) };
}

export async function errorOf(wish: Wish, sequences = 100) {
  const { construction, material } = await built(wish, sequences);
  return measureConstruction(construction.definition, construction.circuit, material.sequences)[0];
}
