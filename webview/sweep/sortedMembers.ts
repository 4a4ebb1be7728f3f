/** Members in the order that is asked for. What is unknown comes last, whichever way round. */
import type { MemberValue, SweepMember, SweepMemberState } from "../../core/protocol";
import type { SweepColumn } from "./columns";
import type { Sort } from "./sweepView";

/** What needs looking at first. */
const states: readonly SweepMemberState[] = ["failed", "stopped", "running", "waiting", "done"];

/** Equal ones stay in the order of their indices. */
export function sortedMembers(
  members: readonly SweepMember[],
  columns: readonly SweepColumn[],
  { column: id, descending }: Sort,
): readonly SweepMember[] {
  const column = columns.find((one) => one.id === id);
  const valueOf = (member: SweepMember): MemberValue => {
    if (id === "state") return states.indexOf(member.state);
    return column ? column.valueOf(member) : member.index;
  };
  return members
    .map((member) => ({ member, value: valueOf(member) }))
    .sort((a, b) => {
      const [unknownA, unknownB] = [isUnknown(a.value), isUnknown(b.value)];
      if (unknownA || unknownB) return Number(unknownA) - Number(unknownB);
      return (descending ? -1 : 1) * compared(a.value, b.value) || a.member.index - b.member.index;
    })
    .map(({ member }) => member);
}

function compared(a: MemberValue, b: MemberValue): number {
  if (typeof a === "number" && typeof b === "number") return a - b;
  return String(a).localeCompare(String(b), "en", { numeric: true });
}

function isUnknown(value: MemberValue): boolean {
  return value === null || Number.isNaN(value);
}
