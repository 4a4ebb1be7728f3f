/** A model in a line: its family, and what sets it apart from others of that family. */
import type { MixedModelConfig, ModelConfig, TransformerConfig } from "../config";
import { defaultEmbeddingSize, defaultHiddenUnits, defaultLayers, mixedParameters } from "../model";
import { counted } from "./numbers";

/** `mlp: 3 heads, window 5, 64 hidden units (relu)` */
export function modelLine(model: ModelConfig): string {
  if (model.family === "mixed-target") return mixedLine(model);
  const { family, heads, window } = model;
  const layers = family === "deep" ? ` a layer, ${counted(copiersOf(model), "copying layer")}` : "";
  return `${family}: ${[`${counted(heads, "head")}${layers}`, `window ${window}`, ...partsOf(model)].join(", ")}`;
}

/** `mixed-target: six scalars from 0.01, rpe1 from 20`; without the first where each has a start of its own. */
function mixedLine({ family, initial: { epsilon, ...given } }: MixedModelConfig): string {
  const starts = Object.entries(given).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name} from ${Number(value.toPrecision(4))}`],
  );
  const others = starts.length < mixedParameters.length ? [`six scalars from ${epsilon}`] : [];
  return `${family}: ${[...others, ...starts].join(", ")}`;
}

function copiersOf({ layers = defaultLayers }: TransformerConfig): number {
  return layers - 1;
}

function partsOf(model: TransformerConfig): string[] {
  const { family, subsets, maxDegree } = model;
  const selector =
    subsets === null
      ? `subsets of up to ${counted(maxDegree, "head")}`
      : counted(subsets.length, "listed subset");
  switch (family) {
    case "mlp": {
      const { hiddenUnits = defaultHiddenUnits, activation = "relu" } = model;
      return [`${counted(hiddenUnits, "hidden unit")} (${activation})`];
    }
    case "absolute":
      return [selector, `embeddings of ${counted(model.embeddingSize ?? defaultEmbeddingSize, "number")}`];
    default:
      return [selector];
  }
}
