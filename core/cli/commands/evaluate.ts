/** `evaluate`: a trained model on fresh sequences of other lengths and priors, beside those who learn nothing. */
import { evaluateRun } from "../../evaluation";
import type { EvaluationCell, EvaluationStudy, PredictorScore } from "../../studies";
import { halfWidth, type Estimate } from "../../theory";
import { ExitCode } from "../exit";
import { keepStudy, renewDiagnosis } from "../keepStudy";
import { grouped } from "../numbers";
import type { Output } from "../output";
import { predictorName } from "../predictorNames";
import { createProgressBar } from "../progressBar";
import { tableLines } from "../table";

export interface EvaluateOptions {
  readonly lengths?: readonly number[];
  readonly alphas?: readonly number[];
  readonly floors?: readonly number[];
  readonly sequences?: number;
  /** The checkpoint; the newest one if left out. */
  readonly from?: number;
  /** Every predictor of every cell. */
  readonly all?: boolean;
}

export async function evaluate(
  runDirectory: string,
  { lengths, alphas, floors, sequences, from, all = false }: EvaluateOptions,
  output: Output,
): Promise<number> {
  const progress = createCellProgress(output);
  const plan = {
    runDirectory,
    ...(lengths && { sequenceLengths: lengths }),
    ...(alphas && { alphas }),
    ...(floors && { floors }),
    ...(sequences !== undefined && { sequences }),
    ...(from !== undefined && { step: from }),
  };
  const study = await evaluateRun(plan, (cell, done, of) => {
    output.object("evaluated", { done, of, ...cell });
    progress.tell(cell, done, of);
  }).finally(() => progress.close());
  const path = await keepStudy(runDirectory, "evaluation", study, output);
  output.object("evaluation", { path, ...study });
  const tables = all ? study.cells.flatMap((cell) => wholeTable(cell, study.lossKind)) : compactTables(study);
  for (const line of [...headLines(study), ...tables]) output.line(line);
  study.notes.forEach((note) => output.warning(note));
  if (path === null) return ExitCode.done;
  output.line(`Kept with the run: ${path}.`);
  await renewDiagnosis(runDirectory, output);
  return ExitCode.done;
}

function headLines({ step, lossKind }: EvaluationStudy): string[] {
  return [
    `The model at step ${grouped(step)}, without further training, on fresh sequences: mean ${lossKind} losses, ± half ` +
      "the width of their 95 % intervals.",
    "What it loses to Bayes and to the oracle is in nats, by the log loss, from differences on the same sequences.",
    "",
  ];
}

/** One table for each floor: the model between those that matter most. */
function compactTables({ cells }: EvaluationStudy): string[] {
  const floors = [...new Set(cells.map(({ floor }) => floor))];
  return floors.flatMap((floor) => {
    const rows = cells.filter((cell) => cell.floor === floor);
    const heads = rows[0].predictors.filter(({ kind }) => kind === "inductionHead");
    const head = [
      ...["L", "α", "sequences", "model"],
      ...heads.map((predictor) => predictorName(predictor)),
      ...["Bayes", "oracle", "to Bayes", "to the oracle"],
    ];
    return [
      ...(floor > 0 || floors.length > 1 ? [`Floor ${floor}:`] : []),
      ...tableLines([head, ...rows.map(compactRow)], { right: Array.from(head.keys()) }),
      "",
    ];
  });
}

function compactRow({ sequenceLength, alpha, sequences, loss, predictors }: EvaluationCell): string[] {
  const find = (kind: PredictorScore["kind"]) => predictors.filter((predictor) => predictor.kind === kind);
  const compared = [...find("bayes"), ...find("oracle")];
  return [
    ...[grouped(sequenceLength), String(alpha), grouped(sequences), interval(loss)],
    ...[...find("inductionHead"), ...compared].map((predictor) => predictor.loss.mean.toFixed(4)),
    ...compared.map(({ logGap }) => interval(logGap)),
  ];
}

/** As many digits everywhere, so that columns can be read down. */
function interval(estimate: Estimate): string {
  return `${estimate.mean.toFixed(4)} ± ${halfWidth(estimate).toFixed(4)}`;
}

/** A table of its own for a cell: everybody, and how far from the model. */
function wholeTable(cell: EvaluationCell, lossKind: string): string[] {
  const { sequenceLength, alpha, floor, sequences, loss, logLoss, predictors } = cell;
  const rows = predictors.map((predictor) => [
    predictorName(predictor),
    interval(predictor.loss),
    interval(predictor.logLoss),
    interval(predictor.logGap),
    interval(predictor.divergence),
    interval(predictor.totalVariation),
  ]);
  const place = [`L ${grouped(sequenceLength)}`, `α ${alpha}`, ...(floor > 0 ? [`floor ${floor}`] : [])];
  return [
    `${place.join(", ")}: ${grouped(sequences)} sequences`,
    ...tableLines(
      [
        ["", `${lossKind} loss`, "nats", "model's excess", "KL to the model", "total variation"],
        ["the model", interval(loss), interval(logLoss)],
        ...rows,
      ],
      { right: [1, 2, 3, 4, 5] },
    ),
    "",
  ];
}

interface CellProgress {
  tell(cell: EvaluationCell, done: number, of: number): void;
  close(): void;
}

/** Milliseconds between lines. */
const lineInterval = 2_000;

/** A bar on a terminal, a line every two seconds elsewhere; programs get their objects. */
function createCellProgress(output: Output): CellProgress {
  let bar: ReturnType<typeof createProgressBar> | undefined;
  let toldAt = performance.now();
  return {
    tell({ sequenceLength, alpha }, done, of) {
      if (output.json) return;
      const text = `${done} of ${of} · L ${grouped(sequenceLength)}, α ${alpha}`;
      if (process.stdout.isTTY) {
        bar ??= createProgressBar(of, 0);
        bar.update(done, text);
      } else if (performance.now() - toldAt >= lineInterval) {
        toldAt = performance.now();
        output.line(text);
      }
    },
    close: () => bar?.stop(),
  };
}
