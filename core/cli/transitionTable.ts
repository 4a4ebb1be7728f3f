/** What theory expects of a run on the mixed target, and what was measured of one, as lines for people. */
import { endedPhase, type MixedCourse, type MixedPhaseName } from "../inspect";
import { expectedPlateau, type TransitionStudy } from "../studies";
import { counted, grouped } from "./numbers";
import { tableLines } from "./table";

/** @param measured the run's own course; null of an experiment */
export function transitionLines(study: TransitionStudy, measured: MixedCourse | null): string[] {
  const { rpe1, sequences, growth, fromStep, stepTime } = study;
  const doubling = Math.LN2 / growth.mean;
  return [
    `Gradient descent of layer 2 on the mean losses, from step ${grouped(fromStep)} on with p1 = ${Number(rpe1.toPrecision(5))}; ` +
      `means over ${counted(sequences, "sequence")}:`,
    ...tableLines([headOf(study, measured), ...rowsOf(study, measured)], { right: [1, 2, 3, 4] }),
    `On the plateau k and q grow at a rate of ${growth.mean.toPrecision(3)} ± ${growth.standardError.toPrecision(1)} per unit of flow ` +
      `time, twofold in ${time(doubling)}${stepTime === null ? "" : ` (${counted(Math.round(doubling / stepTime), "step")})`}.`,
  ];
}

function headOf({ stepTime }: TransitionStudy, measured: MixedCourse | null): string[] {
  return [
    "",
    ...(stepTime === null ? [] : ["step by theory"]),
    "flow time by theory",
    ...(measured ? ["step measured", "flow time measured"] : []),
  ];
}

function rowsOf(study: TransitionStudy, measured: MixedCourse | null): string[][] {
  const { ends, fromStep, fromTime, stepTime, growth } = study;
  const stepOf = (time: number | null) =>
    stepTime === null ? [] : [time === null ? "—" : step(fromStep + (time - fromTime) / stepTime)];
  const length = expectedPlateau(study);
  const error = (length ?? NaN) * (growth.standardError / growth.mean);
  const row = (title: string, name: MixedPhaseName, end: number | null) => {
    const found = measured && endedPhase(measured, name)?.to;
    return [title, ...stepOf(end), time(end), ...(measured ? [step(found?.step), time(found?.time)] : [])];
  };
  const plateau = measured && endedPhase(measured, "plateau");
  return [
    row("I partial learning ends", "partial", ends.partial),
    row("II plateau ends", "plateau", ends.plateau),
    row("III emergence ends", "emergence", ends.emergence),
    [
      "T_II",
      ...(stepTime === null
        ? []
        : [length === null ? "—" : `${step(length / stepTime)} ± ${step(error / stepTime)}`]),
      length === null ? "—" : `${time(length)} ± ${Number(error.toPrecision(1))}`,
      ...(measured ? [step(plateau?.steps), time(plateau?.time)] : []),
    ],
  ];
}

function step(value: number | undefined): string {
  return value === undefined ? "—" : grouped(Math.round(value));
}

function time(value: number | null | undefined): string {
  if (value === null || value === undefined) return "—";
  return Math.abs(value) < 1000 ? String(Number(value.toPrecision(4))) : grouped(Math.round(value));
}
