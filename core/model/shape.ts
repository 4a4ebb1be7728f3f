/** From what an experiment says of its model to the model: subsets listed, masks spread out, defaults of each family. */
import { disentangledModel, type DisentangledShape } from "./disentangled/model";
import type { Family, Model } from "./transformer";

/** What an experiment says of its model; heads are those of one layer. */
export interface ModelShape extends Omit<DisentangledShape, "alphabetSize"> {
  readonly family: Family;
  /** Of `deep`: attention layers, the classifier's among them. */
  readonly layers?: number | undefined;
  /** Of `mlp`. */
  readonly hiddenUnits?: number | undefined;
  readonly activation?: "relu" | "gelu" | undefined;
  /** Of `absolute`. */
  readonly embeddingSize?: number | undefined;
}

/** What a model takes from its data. */
export interface ModelData {
  readonly alphabetSize: number;
  /** L, without the target; only `absolute` needs to know it. */
  readonly sequenceLength?: number | undefined;
}

export const defaultLayers = 3;
export const defaultHiddenUnits = 64;
export const defaultEmbeddingSize = 16;

/** @throws RangeError for `absolute` where the length of sequences is unknown */
export function modelOf(shape: ModelShape, { alphabetSize, sequenceLength }: ModelData): Model {
  const { family } = shape;
  switch (family) {
    case "disentangled":
      return disentangledModel({ ...shape, alphabetSize });
    case "full":
      return { ...disentangledModel({ ...shape, alphabetSize }), family };
    case "mlp": {
      const { hiddenUnits = defaultHiddenUnits, activation = "relu" } = shape;
      const copier = disentangledModel({ ...shape, alphabetSize, subsets: [[1]] });
      return { ...copier, family, subsets: [], hiddenUnits, activation };
    }
    case "deep":
      return deepModel(shape, alphabetSize);
    case "absolute": {
      if (sequenceLength === undefined) throw new RangeError("absolute positions need the sequences' length");
      const { embeddingSize = defaultEmbeddingSize } = shape;
      const rest = disentangledModel({ ...shape, alphabetSize });
      return { ...rest, family, positions: sequenceLength + 1, embeddingSize };
    }
  }
}

/** Every layer has the same mask; subsets are of the heads of all layers, numbered on through them. */
function deepModel(shape: ModelShape, alphabetSize: number): Model {
  const copierLayers = (shape.layers ?? defaultLayers) - 1;
  const layer = disentangledModel({ ...shape, alphabetSize, subsets: null, maxDegree: 1 });
  const heads = shape.heads * copierLayers;
  const { subsets } = disentangledModel({ ...shape, alphabetSize, heads, lagMask: null });
  const lagMask = Uint8Array.from(
    { length: heads * shape.window },
    (_, at) => layer.lagMask[at % layer.lagMask.length],
  );
  return { ...layer, family: "deep", heads, subsets, lagMask, copierLayers };
}
