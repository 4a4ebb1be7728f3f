/** What is wrong with a sweep's runs, each thing once, at the value of the sweep file that is to blame. */
import type { Document, Problem } from "../config";
import type { BaseExperiment } from "./baseExperiment";
import type { MemberProblem, PlannedMember } from "./members";
import type { Member } from "./plan";
import type { SweepSource } from "./schema";

/** After so many different errors nothing more is looked for. */
const mostErrors = 100;
/** Different warnings that are told. They keep no run from being looked at. */
const mostWarnings = 20;
const most = { error: mostErrors, warning: mostWarnings } as const;
/** Runs with errors after which no more of them are looked at: each takes longer than a sound one. */
const mostFaulty = 500;

interface Known {
  readonly first: PlannedMember;
  readonly found: MemberProblem;
  count: number;
}

/** @returns the sound members, and all problems where some are not */
export function judged(
  planned: Iterable<PlannedMember>,
  base: BaseExperiment,
  document: Document<SweepSource>,
): { readonly members: readonly Member[]; readonly problems: readonly Problem[] } {
  const members: Member[] = [];
  const known = new Map<string, Known>();
  const counts = { error: 0, warning: 0 };
  let faulty = 0;
  let looked = 0;
  for (const each of planned) {
    looked++;
    if (each.member) members.push(each.member);
    else faulty++;
    for (const found of each.problems) {
      const key = keyOf(found);
      const before = known.get(key);
      if (before) before.count++;
      else if (counts[found.problem.severity]++ < most[found.problem.severity]) {
        known.set(key, { first: each, found, count: 1 });
      }
    }
    if (counts.error >= mostErrors || faulty >= mostFaulty) break;
  }
  return {
    members,
    problems: Array.from(known.values(), (each) => placed(each, looked, base, document)),
  };
}

/** Of a drawn value only what is wrong with it counts, not which one was drawn; of a field that there is not, no value. */
function keyOf({ problem, blamed }: MemberProblem): string {
  const { message, pathText, severity, found, override } = problem;
  const byField = blamed && (blamed.place[0] === "random" || found === undefined);
  return JSON.stringify([severity, pathText, message, byField ? blamed.field : [found, override]]);
}

function placed(
  { first, found: { problem, blamed }, count }: Known,
  looked: number,
  base: BaseExperiment,
  document: Document<SweepSource>,
): Problem {
  const { severity, pathText, found, allowed, override } = problem;
  const inSome = looked > 1 && count < looked;
  const message = inSome
    ? `${problem.message} So it is in ${count} of ${looked} runs, first in run ${first.index} (${first.title}).`
    : problem.message;
  const about = found === undefined ? "key" : "value";
  const finding = { severity, message, found, allowed, about } as const;
  if (blamed) {
    // What a list holds is blamed by its place; a field that there is not, by its name.
    const path = about === "key" && blamed.place[0] !== "random" ? withoutIndex(blamed.place) : blamed.place;
    return { ...document.problem({ ...finding, path }), pathText };
  }
  if (base.place)
    return { ...document.problem({ ...finding, path: [...base.place, ...problem.path] }), pathText };
  const elsewhere = document.problem({
    ...finding,
    message: `In ${base.title}: ${message}`,
    path: ["experiment"],
  });
  return { ...elsewhere, pathText, ...(override !== undefined && { override, line: 0, column: 0, message }) };
}

function withoutIndex(place: readonly (string | number)[]): readonly (string | number)[] {
  return typeof place.at(-1) === "number" ? place.slice(0, -1) : place;
}
