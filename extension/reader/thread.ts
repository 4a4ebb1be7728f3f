/** The reading thread (dist/reader.cjs): answers one question at a time, each in messages of its own. */
import { parentPort } from "node:worker_threads";
import { listRun, listRuns, openRun } from "../../core/runs";
import { readStudies } from "../../core/studies";
import { scalarsAt, sequenceAt } from "../../core/training";
import type { Answer, Question } from "./answers";
import { readContents } from "./contents";
import { rowOf } from "./rows";
import { readSweepFile, Sweeps } from "./sweeps";

/** So few that the host takes each in without a noticeable stop. */
const portion = 200;

const sweeps = new Sweeps();

const port = parentPort;
port?.on("message", ({ id, question }: { readonly id: number; readonly question: Question }) => {
  const tell = (answer: Answer) => port.postMessage({ id, answer });
  answer(question, tell).catch((error: unknown) => {
    tell({ kind: "error", message: error instanceof Error ? error.message : String(error) });
  });
});

async function answer(question: Question, tell: (answer: Answer) => void): Promise<void> {
  switch (question.kind) {
    case "list": {
      const listings = await listRuns(question.root);
      for (let from = 0; from === 0 || from < listings.length; from += portion) {
        const rows = await Promise.all(listings.slice(from, from + portion).map(rowOf));
        tell({ kind: "rows", rows, last: from + portion >= listings.length });
      }
      return;
    }
    case "row": {
      const listing = await listRun(question.directory);
      tell({ kind: "row", row: listing ? await rowOf(listing) : null });
      return;
    }
    case "contents":
      tell({ kind: "contents", contents: await readContents(question.directory) });
      return;
    case "checkpoints": {
      const run = await openRun(question.directory);
      const entries = await run.checkpoints();
      tell({ kind: "checkpoints", steps: entries.map(({ step }) => step) });
      return;
    }
    case "studies":
      tell({ kind: "studies", ...(await readStudies(question.directory)) });
      return;
    case "sequence":
      tell({ kind: "sequence", sequence: await sequenceAt(question.experiment, question.place) });
      return;
    case "scalars":
      tell({ kind: "scalars", scalars: await scalarsAt(question.experiment, question.place) });
      return;
    case "sweeps":
      tell({ kind: "sweeps", rows: await sweeps.list(question.root) });
      return;
    case "sweepRow":
      tell({ kind: "sweepRow", row: await sweeps.row(question.directory) });
      return;
    case "sweep":
      tell({ kind: "sweep", reading: await sweeps.reading(question.directory, question.since) });
      return;
    case "sweepFile":
      tell({ kind: "sweepFile", reading: readSweepFile(question.text, question.file) });
      return;
  }
}
