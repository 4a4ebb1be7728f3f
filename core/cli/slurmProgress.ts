/** A sweep on a cluster as it goes on: a bar on a terminal, lines of what changes elsewhere, every event for programs. */
import type { QueueView, SlurmSweepEvent } from "../sweep";
import { counted, grouped } from "./numbers";
import type { Output } from "./output";
import { createProgressBar, type ProgressBar } from "./progressBar";

export interface SlurmProgress {
  tell(event: SlurmSweepEvent): void;
  /** Nothing is drawn any more. Harmless when called again. */
  close(): void;
}

/** @param titleOf a member's name in words */
export function createSlurmProgress(output: Output, titleOf: (index: number) => string): SlurmProgress {
  return output.json ? eventProgress(output) : textProgress(output, titleOf);
}

function eventProgress(output: Output): SlurmProgress {
  return {
    tell(event) {
      switch (event.kind) {
        case "started": {
          const { members, results, problems } = event;
          output.object("sweep", { members, ended: results.length, problems });
          break;
        }
        case "submitted":
          output.object("submitted", { job: event.job, members: event.members });
          break;
        case "queue":
          output.object("queue", { ...event, kind: "queue" });
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
    close: () => undefined,
  };
}

function textProgress(output: Output, titleOf: (index: number) => string): SlurmProgress {
  const show = process.stdout.isTTY ? barView() : lineView(output);
  const warn = (message: string) => {
    show.close();
    output.warning(message);
  };
  return {
    tell(event) {
      switch (event.kind) {
        case "started": {
          const { members, results, problems } = event;
          problems.forEach((problem) => output.warning(problem));
          const before = results.length === 0 ? "" : `, ${grouped(results.length)} of them ended before`;
          output.line(`${counted(members, "run")}${before}.`);
          break;
        }
        case "submitted":
          show.close();
          output.line(`${counted(event.members, "run")} handed in as job ${event.job}.`);
          break;
        case "queue":
          show.view(event);
          break;
        case "ended": {
          const { index, state, failure } = event.result;
          if (state === "failed") warn(`Run ${index} (${titleOf(index)}) failed: ${failure ?? ""}`);
          break;
        }
        case "died":
          warn(`Run ${event.index} (${titleOf(event.index)}) left no result: ${event.how}.`);
          break;
        case "warning":
          warn(event.message);
          break;
      }
    },
    close: show.close,
  };
}

interface View {
  readonly view: (queue: QueueView) => void;
  readonly close: () => void;
}

function barView(): View {
  let bar: ProgressBar | undefined;
  return {
    view(queue) {
      const ended = queue.done + queue.failed;
      bar ??= createProgressBar(queue.members, ended);
      bar.update(ended, queueText(queue));
    },
    close() {
      bar?.stop();
      bar = undefined;
    },
  };
}

/** Milliseconds between lines. */
const lineInterval = 2_000;

/** What changes in between is told when it is time, in its newest state. */
function lineView(output: Output): View {
  let toldAt = -Infinity;
  let newest: QueueView | undefined;
  let timer: NodeJS.Timeout | undefined;
  const tell = () => {
    timer = undefined;
    toldAt = performance.now();
    if (newest) output.line(queueText(newest));
  };
  return {
    view(queue) {
      newest = queue;
      timer ??= setTimeout(tell, Math.max(0, toldAt + lineInterval - performance.now()));
    },
    close() {
      clearTimeout(timer);
      timer = undefined;
    },
  };
}

/** `34 of 100 runs · 2 failed · 4 running · 62 waiting (Resources)`. */
export function queueText({ members, done, failed, running, waiting, reason }: QueueView): string {
  return [
    `${grouped(done + failed)} of ${counted(members, "run")}`,
    ...(failed > 0 ? [`${grouped(failed)} failed`] : []),
    ...(running > 0 ? [`${grouped(running)} running`] : []),
    ...(waiting > 0 ? [`${grouped(waiting)} waiting${reason === null ? "" : ` (${reason})`}`] : []),
  ].join(" · ");
}
