/** A program of its own that records without end, for crash.test.ts to kill. */
import { createRun, type RunWriter } from "../../../core/runs";
import { newRun, snapshotAt } from "./small";

async function recordForever(writer: RunWriter): Promise<never> {
  for (let step = 0; ; step++) {
    writer.addMetrics({ step, loss: 1 / (1 + step) });
    writer.addSnapshot(snapshotAt(step));
    if (step % 100 !== 99) continue;
    await writer.flush();
    const parameters = { dtype: "F64", shape: [2], data: Float64Array.of(step, -step) } as const;
    await writer.writeCheckpoint(step, { parameters });
    await writer.updateManifest({ step });
    process.stdout.write(`${step}\n`);
  }
}

await recordForever(await createRun(process.argv[2], newRun));
