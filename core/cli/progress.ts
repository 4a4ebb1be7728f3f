/** Training as it goes on: a bar on a terminal, a line every two seconds elsewhere, every event for programs. */
import type { ProgressEvent, StartedEvent, TrainingEvent } from "../training";
import { decimal, duration, grouped, rate } from "./numbers";
import type { Output } from "./output";
import { createProgressBar, type ProgressBar } from "./progressBar";
import { engineLines } from "./summaryText";
import { factLines } from "./table";

export interface Progress {
  tell(event: TrainingEvent): void;
  /** A line between what else is shown. */
  note(text: string): void;
  /** Nothing is drawn any more. Harmless when called again. */
  close(): void;
}

export function createProgress(output: Output): Progress {
  if (output.json) return eventProgress(output);
  return process.stdout.isTTY ? barProgress(output) : lineProgress(output);
}

function eventProgress(output: Output): Progress {
  return {
    tell: (event) => output.object(event.kind, event),
    note: (message) => output.object("note", { message }),
    close: () => undefined,
  };
}

/** Milliseconds between lines. */
const lineInterval = 2_000;

function lineProgress(output: Output): Progress {
  let toldAt = performance.now();
  return {
    tell(event) {
      const now = performance.now();
      if (event.kind === "started") tellStart(event, output);
      if (event.kind === "stage")
        output.line(`stage ${event.stage + 1}: ${event.name}, from step ${grouped(event.step)}`);
      if (event.kind === "progress" && now - toldAt >= lineInterval) {
        toldAt = now;
        output.line(progressText(event));
      }
    },
    note: (text) => output.line(text),
    close: () => undefined,
  };
}

function barProgress(output: Output): Progress {
  let bar: ProgressBar | undefined;
  const close = () => {
    bar?.stop();
    bar = undefined;
  };
  return {
    tell(event) {
      if (event.kind === "started") {
        tellStart(event, output);
        bar = createProgressBar(event.totalSteps, event.step);
      }
      if (event.kind === "progress") bar?.update(event.step, progressText(event));
    },
    note(text) {
      close();
      output.line(text);
    },
    close,
  };
}

function tellStart({ engine, runDirectory, warnings }: StartedEvent, output: Output): void {
  factLines([
    ["engine", engineLines(engine)],
    ["run", [runDirectory]],
  ]).forEach((line) => output.line(line));
  warnings.forEach((warning) => output.warning(warning));
}

/** `1,234 of 5,000 · loss 0.6546 · 1,832 steps/s · 2.1 s left · all at once`; what is not known is left out. */
export function progressText(event: ProgressEvent): string {
  const { step, totalSteps, loss, stageName, stepsPerSecond, secondsLeft } = event;
  return [
    `${grouped(step)} of ${grouped(totalSteps)}`,
    `loss ${decimal(loss)}`,
    ...(stepsPerSecond > 0 ? [`${rate(stepsPerSecond)} steps/s`] : []),
    ...(secondsLeft > 0 && secondsLeft < Infinity ? [`${duration(secondsLeft)} left`] : []),
    stageName,
  ].join(" · ");
}
