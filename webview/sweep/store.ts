/** What the page knows of its sweep: plain data, changed by messages alone. */
import type { SweepContent, ToSweepPanel } from "../../core/protocol";

export type KnownSweep =
  | { readonly kind: "waiting" }
  | { readonly kind: "unreadable"; readonly title: string; readonly problem: string }
  | { readonly kind: "shown"; readonly sweep: SweepContent };

export function receivedSweep(known: KnownSweep, message: ToSweepPanel): KnownSweep {
  switch (message.kind) {
    case "sweep":
      return { kind: "shown", sweep: message.sweep };
    case "unreadable":
      return { kind: "unreadable", title: message.title, problem: message.problem };
    case "progress": {
      if (known.kind !== "shown") return known;
      const members = known.sweep.members.slice();
      for (const member of message.members) if (member.index < members.length) members[member.index] = member;
      return { kind: "shown", sweep: { ...known.sweep, standing: message.standing, members } };
    }
  }
}
