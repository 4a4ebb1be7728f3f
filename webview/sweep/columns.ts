/** What can be told of every member of a sweep: the fields that vary, and what was measured. Plain data, no DOM. */
import { t } from "@vscode/l10n";
import type { MemberValue, SweepContent, SweepMember } from "../../core/protocol";

export interface SweepColumn {
  /** `field model.heads`, `measure seconds`: the same in every sweep that has it. */
  readonly id: string;
  /** As people read it. */
  readonly name: string;
  /** A sentence, or nothing. */
  readonly description: string;
  readonly kind: "field" | "measure";
  /** Whether all that is known of it are numbers. */
  readonly numeric: boolean;
  /** Null where it is unknown. */
  readonly valueOf: (member: SweepMember) => MemberValue;
}

/** Fields in their order, measures in that of the sweep's table, and last how long each member took. */
export function columnsOf({ fields, measures, members }: SweepContent): readonly SweepColumn[] {
  const column = (told: Omit<SweepColumn, "id" | "numeric">, name: string): SweepColumn => ({
    ...told,
    id: `${told.kind} ${name}`,
    numeric: isNumeric(members.map(told.valueOf)),
  });
  const seconds = ({ seconds }: SweepMember) => (Number.isNaN(seconds) ? null : seconds);
  return [
    ...fields.map((name, place) =>
      column({ kind: "field", name, description: "", valueOf: ({ values }) => values[place] }, name),
    ),
    ...measures.map(({ name, title, description }) =>
      column(
        { kind: "measure", name: title, description, valueOf: ({ measures: all }) => all[name] ?? null },
        name,
      ),
    ),
    column(
      {
        kind: "measure",
        name: t("seconds"),
        description: t("Wall time of the whole member."),
        valueOf: seconds,
      },
      "wall time",
    ),
  ].filter(({ kind, valueOf }) => kind === "field" || members.some((member) => valueOf(member) !== null));
}

/** What the vertical axis or colours can show. */
export function measuresOf(columns: readonly SweepColumn[]): readonly SweepColumn[] {
  return columns.filter(({ kind, numeric }) => kind === "measure" && numeric);
}

/** What a measure can be held against: every field, and every other measure. */
export function axesOf(columns: readonly SweepColumn[]): readonly SweepColumn[] {
  return columns.filter(({ kind, numeric }) => kind === "field" || numeric);
}

/** Members that differ in nothing else tell how far chance goes. */
export function isSeed({ kind, name }: SweepColumn): boolean {
  return kind === "field" && /(^|\.)seed$/i.test(name);
}

function isNumeric(values: readonly MemberValue[]): boolean {
  const known = values.filter((value) => value !== null);
  return known.length > 0 && known.every((value) => typeof value === "number");
}
