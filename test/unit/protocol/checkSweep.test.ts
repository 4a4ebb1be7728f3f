/** Messages between host and a sweep's page: the real ones pass, and what anybody else might send does not. */
import { expect, test } from "vitest";
import { incoming, isFromSweepPanel, isToSweepPanel, outgoing } from "../../../core/protocol";
import { failed, grid, waiting } from "../../page/sweeps";

const sweep = grid((member) =>
  member.index === 0 ? failed(member) : member.index === 1 ? waiting(member) : member,
);

test("what the host says passes, also through JSON", () => {
  const messages = [
    { kind: "sweep", sweep },
    { kind: "progress", standing: sweep.standing, members: sweep.members.slice(0, 2) },
    { kind: "unreadable", directory: "/sweeps/a", title: "a", problem: "It is gone." },
  ];
  for (const message of messages) {
    expect(isToSweepPanel(message)).toBe(true);
    const arrived = incoming(JSON.parse(JSON.stringify(outgoing(message))));
    expect(arrived).toEqual(message);
    expect(isToSweepPanel(arrived)).toBe(true);
  }
});

test("what the page says passes", () => {
  const messages = [
    { kind: "ready" },
    { kind: "open", member: 3 },
    { kind: "act", action: "resume" },
    { kind: "save", fileName: "a.csv", contents: new Uint8Array(3) },
    { kind: "copy", text: "a" },
  ];
  for (const message of messages) expect(isFromSweepPanel(message), message.kind).toBe(true);
});

test("anything else does not", () => {
  const [first, ...others] = sweep.members;
  for (const message of [
    null,
    "ready",
    { kind: "delete" },
    { kind: "open", member: -1 },
    { kind: "open", member: "0" },
    { kind: "act", action: "pause" },
    { kind: "save", fileName: "../a", contents: new Uint8Array(3) },
  ]) {
    expect(isFromSweepPanel(message), JSON.stringify(message)).toBe(false);
  }
  for (const members of [
    [...others],
    [{ ...first, values: [] }, ...others],
    [{ ...first, state: "lost" }, ...others],
  ]) {
    expect(isToSweepPanel({ kind: "sweep", sweep: { ...sweep, members } })).toBe(false);
  }
});
