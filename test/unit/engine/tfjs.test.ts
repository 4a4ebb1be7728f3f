/** TensorFlow.js is opened on what there is, says why it is not on something better, and never on anything else. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { openBackend } from "../../../core/engine/tfjs";

let nothingInstalled: string;

beforeEach(async () => {
  nothingInstalled = await mkdtemp(path.join(tmpdir(), "induction-lab-engines-"));
  vi.stubEnv("INDUCTION_LAB_ENGINES", nothingInstalled);
});

afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(nothingInstalled, { recursive: true });
});

test("auto takes the best that comes with the program, and says in order why nothing better", async () => {
  const { tf, backend, device, absent } = await openBackend("auto");
  expect(backend).toBe("wasm");
  expect(tf.getBackend()).toBe("wasm");
  expect(device).toMatch(/\w/);
  expect(absent.map((other) => other.backend)).toEqual(["cuda", "webgpu"]);
  for (const { backend: id, why } of absent) {
    expect(why).toMatch(/^The npm package .* is not installed\./);
    expect(why).toContain(`"induction-lab engines install ${id}"`);
  }
});

test.each(["cuda", "webgpu"] as const)(
  "%s asked for and absent is an error, not another backend",
  async (backend) => {
    await expect(openBackend(backend)).rejects.toMatchObject({
      name: "EngineAbsentError",
      message: expect.stringMatching(
        `is not installed. Install it with "induction-lab engines install ${backend}"`,
      ),
    });
  },
);

test.each(["wasm", "cpu"] as const)(
  "%s differentiates a cross entropy rightly, and leaves no tensor behind",
  async (backend) => {
    const { tf } = await openBackend(backend);
    const before = tf.memory().numTensors;
    const gradient = tf.tidy(() => {
      const loss = tf.grad((logits) => tf.neg(tf.sum(tf.mul(tf.oneHot([2], 3), tf.logSoftmax(logits)))));
      return loss(tf.tensor2d([[0, Math.log(2), Math.log(5)]]));
    });
    // Softmax minus the one-hot row: (1, 2, 5)/8 − (0, 0, 1).
    const values = await gradient.data();
    [1 / 8, 2 / 8, 5 / 8 - 1].forEach((exact, index) => expect(values[index]).toBeCloseTo(exact, 6));
    gradient.dispose();
    expect(tf.memory().numTensors).toBe(before);
  },
);

test("nothing is written to the terminal", async () => {
  const spies = (["log", "warn", "info", "error"] as const).map((method) => vi.spyOn(console, method));
  for (const backend of ["auto", "wasm", "cpu"] as const) {
    const { tf } = await openBackend(backend);
    tf.dispose(tf.tensor1d([1, 2]));
  }
  for (const spy of spies) expect(spy).not.toHaveBeenCalled();
});
