/** The paper's step in eager PyTorch on the same data and machine, where python3 has torch: in turn with ours. */
import { spawn, spawnSync } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { drawSequences, writeTokenFile } from "../../core/data";
import type { Section } from "./main";
import { interleaved } from "../../core/cli/measure";
import { authorsModel, paperLaw, prepared } from "./workloads";

export async function peers(quick: boolean): Promise<Section> {
  const title = "paper-simultaneous, all three groups: PyTorch beside us (same machine, in turn)";
  const found = spawnSync("python3", ["-c", "import torch; print(torch.__version__)"], { encoding: "utf8" });
  if (found.status !== 0) return { title, rows: [{ name: "skipped: python3 has no torch here" }] };
  const folder = await mkdtemp(path.join(tmpdir(), "induction-lab-peers-"));
  const tokens = path.join(folder, "tokens.npy");
  await writeTokenFile(tokens, await drawSequences(paperLaw, 1, "train", 0, 9000));
  const torch = spawn("python3", ["test/bench/peer_torch.py", tokens], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  const lines = createInterface({ input: torch.stdout })[Symbol.asyncIterator]();
  await lines.next();
  const ours = await prepared({ name: "ours", model: authorsModel, law: paperLaw, batch: 9000, threads: 2 });
  const theirs = {
    name: `PyTorch ${found.stdout.trim()}, eager`,
    async run() {
      torch.stdin.write("step\n");
      await lines.next();
    },
  };
  const timings = await interleaved([ours, theirs], quick ? 5 : 20);
  torch.stdin.end();
  await ours.engine.dispose();
  await rm(folder, { recursive: true, force: true });
  const rows = timings.map(({ name, median, p10, p90 }) => ({
    name,
    "median ms": median,
    p10,
    p90,
    ratio: median / timings[0].median,
  }));
  return { title, rows };
}
