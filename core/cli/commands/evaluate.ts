/** `evaluate`: a trained model on fresh sequences of other lengths and priors. */
import { evaluateRun } from "../../evaluation";
import { ExitCode } from "../exit";
import { counted, decimal, grouped } from "../numbers";
import type { Output } from "../output";
import { tableLines } from "../table";

export interface EvaluateOptions {
  readonly lengths: readonly number[];
  readonly alphas: readonly number[];
  readonly sequences: number;
  /** The checkpoint; the newest one if left out. */
  readonly from?: number;
}

export async function evaluate(
  runDirectory: string,
  { lengths, alphas, sequences, from }: EvaluateOptions,
  output: Output,
): Promise<number> {
  const rows: string[][] = [];
  let evaluatedStep = 0;
  const plan = {
    runDirectory,
    sequenceLengths: lengths,
    alphas,
    sequences,
    ...(from !== undefined && { step: from }),
  };
  for await (const evaluation of evaluateRun(plan)) {
    output.object("evaluated", evaluation);
    const { step, sequenceLength, alpha, loss, halfWidth } = evaluation;
    evaluatedStep = step;
    rows.push([grouped(sequenceLength), String(alpha), decimal(loss), `± ${decimal(halfWidth)}`]);
  }
  output.line(`The model at step ${grouped(evaluatedStep)} on ${counted(sequences, "fresh sequence")} each:`);
  tableLines([["L", "α", "loss", "95 %"], ...rows], { right: [0, 1, 2, 3] }).forEach((line) =>
    output.line(line),
  );
  return ExitCode.done;
}
