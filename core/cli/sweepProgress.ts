/** A sweep as it goes on: a bar on a terminal, a line every two seconds elsewhere, every event for programs. */
import type { MemberResult, SweepEvent } from "../sweep";
import { counted, duration, grouped } from "./numbers";
import type { Output } from "./output";
import { createProgressBar, type ProgressBar } from "./progressBar";

export interface SweepProgress {
  tell(event: SweepEvent): void;
  /** A line between what else is shown. */
  note(text: string): void;
  /** Nothing is drawn any more. Harmless when called again. */
  close(): void;
}

export function createSweepProgress(output: Output, titleOf: (index: number) => string): SweepProgress {
  return output.json ? eventProgress(output) : textProgress(output, titleOf);
}

function eventProgress(output: Output): SweepProgress {
  return {
    tell(event) {
      switch (event.kind) {
        case "started": {
          const { members, results, problems, processes } = event;
          output.object("sweep", { members, ended: results.length, processes, problems });
          break;
        }
        case "begun":
          output.object("begun", { index: event.index });
          break;
        case "progress":
          output.object("memberProgress", { ...event, kind: "memberProgress" });
          break;
        case "ended":
          output.object("member", event.result);
          break;
        case "died":
          output.object("died", { index: event.index, how: event.how });
          break;
        case "warning":
          output.warning(event.message);
          break;
      }
    },
    note: (message) => output.object("note", { message }),
    close: () => undefined,
  };
}

/** Milliseconds between lines, and between drawings of the bar. */
const lineInterval = 2_000;
const barInterval = 100;

function textProgress(output: Output, titleOf: (index: number) => string): SweepProgress {
  const standing = new Standing();
  const drawn = process.stdout.isTTY;
  let bar: ProgressBar | undefined;
  let toldAt = performance.now();
  const close = () => {
    bar?.stop();
    bar = undefined;
  };
  /** Between the drawings of the bar. */
  const say = (work: () => void) => {
    close();
    work();
  };
  const tellStanding = () => {
    const now = performance.now();
    if (now - toldAt < (drawn ? barInterval : lineInterval)) return;
    toldAt = now;
    if (drawn) {
      bar ??= createProgressBar(standing.members, standing.whole);
      bar.update(standing.whole, standing.text());
    } else output.line(standing.text());
  };
  return {
    tell(event) {
      standing.hear(event);
      if (event.kind === "started") {
        const { members, results, problems, processes } = event;
        problems.forEach((problem) => output.warning(problem));
        const done = results.length === 0 ? "" : `, ${grouped(results.length)} of them ended before`;
        output.line(
          `${counted(members, "run")}${done}; ${counted(processes, "process").replace("processs", "processes")}.`,
        );
      } else if (event.kind === "warning") say(() => output.warning(event.message));
      else if (event.kind === "died")
        say(() => output.warning(`Run ${event.index} (${titleOf(event.index)}): its process ${event.how}.`));
      else if (event.kind === "ended" && event.result.state === "failed")
        say(() => output.warning(failedText(event.result, titleOf(event.result.index))));
      tellStanding();
    },
    note: (text) => say(() => output.line(text)),
    close,
  };
}

function failedText({ index, failure }: MemberResult, title: string): string {
  return `Run ${index} (${title}) failed: ${failure ?? ""}`;
}

/** How far a sweep is. */
class Standing {
  members = 0;
  #ended = 0;
  #failed = 0;
  #before = 0;
  readonly #shares = new Map<number, number>();
  readonly #began = performance.now();

  /** Runs, those under way as the part of them that is done. */
  get whole(): number {
    return this.#ended + Array.from(this.#shares.values()).reduce((sum, share) => sum + share, 0);
  }

  hear(event: SweepEvent): void {
    if (event.kind === "started") {
      this.members = event.members;
      this.#ended = this.#before = event.results.length;
      this.#failed = event.results.filter(({ state }) => state === "failed").length;
    }
    if (event.kind === "progress") this.#shares.set(event.index, event.step / Math.max(1, event.totalSteps));
    if (event.kind === "died") this.#shares.delete(event.index);
    if (event.kind === "ended") {
      this.#shares.delete(event.result.index);
      this.#ended++;
      if (event.result.state === "failed") this.#failed++;
    }
  }

  text(): string {
    const seconds = (performance.now() - this.#began) / 1000;
    const now = this.whole - this.#before;
    const left = now > 0 ? ((this.members - this.whole) * seconds) / now : NaN;
    return [
      `${grouped(this.#ended)} of ${grouped(this.members)} runs`,
      ...(this.#failed > 0 ? [`${grouped(this.#failed)} failed`] : []),
      ...(left > 0 ? [`${duration(left)} left`] : []),
    ].join(" · ");
  }
}
