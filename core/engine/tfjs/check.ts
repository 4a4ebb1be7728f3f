/** Whether a backend computes: what loads may still lack a kernel, a driver or memory. */
import { EngineAbsentError } from "../installed";
import type { BackendName, Tf } from "./backends";

/** f(x) = Σ (x xᵀ)², x = [[1, 2], [3, 4]]: x xᵀ = [[5, 11], [11, 25]], ∂f/∂x = 4 (x xᵀ) x. */
const at = [1, 2, 3, 4] as const;
const expected = { value: 892, gradient: [152, 216, 344, 488] } as const;
/** Relative; float32, and some drivers multiply with fewer bits. */
const tolerance = 1e-3;

/** @throws EngineAbsentError with the backend's own words, or with what it computed */
export async function checkBackend(tf: Tf, backend: BackendName): Promise<void> {
  const { value, gradient } = await computed(tf).catch((error: unknown) => {
    const words = error instanceof Error ? error.message : String(error);
    throw new EngineAbsentError(
      `The backend ${backend} of TensorFlow.js loads but cannot compute: ${words}`,
      {
        cause: error,
      },
    );
  });
  const right = [value, ...gradient].every((number, index) => {
    const exact = [expected.value, ...expected.gradient][index];
    return Math.abs(number - exact) <= tolerance * Math.abs(exact);
  });
  if (right) return;
  throw new EngineAbsentError(
    `The backend ${backend} of TensorFlow.js computes wrongly: the value and gradient of a small function come out as ` +
      `${value} and ${gradient.join(", ")} instead of ${expected.value} and ${expected.gradient.join(", ")}.`,
  );
}

async function computed(tf: Tf): Promise<{ readonly value: number; readonly gradient: readonly number[] }> {
  const result = tf.tidy(() =>
    tf.valueAndGrad((x) => tf.sum(tf.square(tf.matMul(x, x, false, true))))(tf.tensor2d([...at], [2, 2])),
  );
  // Awaited, as all devices can: some cannot be read from otherwise.
  const [value, gradient] = await Promise.all([result.value.data(), result.grad.data()]);
  tf.dispose(result);
  return { value: value[0], gradient: [...gradient] };
}
