/**
 * The engine of TensorFlow.js: gradients by automatic differentiation, on whatever its backend computes on. Families whose
 * values are functions of a window have a graph over the distinct windows only, and the kernels of the cpu engine do
 * pairs, classifier and loss; the others are computed sequence by sequence.
 */
import { createCpuEngine } from "../cpu/createCpuEngine";
import type { Engine, TokenRequest } from "../engine";
import { openBackend, type OpenedBackend } from "./backend";
import { graphValues } from "./graphs/windowValues";
import { SequenceEngine } from "./sequenceEngine";

/** 64 MB of float32. */
const usualPortion = 2 ** 24;

/**
 * @param portionNumbers that sequences, or windows, which are computed together may take in all their tensors
 * @throws EngineAbsentError where the backend that is asked for cannot be had
 * @throws RangeError when the windows of the data cannot be held
 */
export async function createTfjsEngine(
  request: TokenRequest,
  threads: number,
  portionNumbers = usualPortion,
): Promise<Engine> {
  const opened = await openBackend(request.backend ?? "auto");
  const { backend, device } = opened;
  const { model } = request;
  const describe = (reason: string) =>
    ({ kind: "tfjs", backend, device, path: "graph", reason: reasonOf(opened, reason) }) as const;
  if (model.family === "deep" || model.family === "absolute") {
    const description = { ...describe("whole sequences"), threads: 1 };
    return new SequenceEngine({ opened, model, request, description, portionNumbers });
  }
  const makeValues = graphValues(opened, model, portionNumbers);
  return createCpuEngine({ ...request, model, makeValues, describe }, threads);
}

/** What is computed, and why not on something better: in a line, which `engines` has more of. */
function reasonOf({ absent }: OpenedBackend, what: string): string {
  const reasons = absent.map(({ backend, why }) => `no ${backend} (${firstSentence(why)})`);
  return [what, ...reasons].join("; ");
}

function firstSentence(text: string): string {
  return text.split(/[.:] /)[0].replace(/\.$/, "");
}
