/** Members and states of sweeps in words. */
import { t } from "@vscode/l10n";
import type { SweepMember, SweepMemberState, SweepStanding } from "../../core/protocol";
import type { IconName } from "../controls";
import { grouped } from "../words";

/** `member 12`: as its folder is called, but for leading zeros. */
export function memberWord({ index }: Pick<SweepMember, "index">): string {
  return t("member {0}", index);
}

export function memberStateWord(state: SweepMemberState): string {
  return {
    waiting: t("waiting"),
    running: t("running"),
    stopped: t("stopped"),
    done: t("done"),
    failed: t("failed"),
  }[state];
}

export const memberStateIcons: Readonly<Record<SweepMemberState, IconName>> = {
  waiting: "ring",
  running: "dot",
  stopped: "stop",
  done: "check",
  failed: "cross",
};

export function sweepStateWord({ state, failed }: SweepStanding): string {
  if (state === "running") return t("running");
  if (state === "stopped") return t("stopped");
  return failed > 0 ? t("done, with failures") : t("done");
}

/** `12 of 100 done`, `12 of 100 done, 3 failed`. */
export function countWords({ done, failed }: SweepStanding, of: number): string {
  const ended = t("{0} of {1} done", grouped(done), grouped(of));
  return failed > 0 ? `${ended}, ${t("{0} failed", grouped(failed))}` : ended;
}
