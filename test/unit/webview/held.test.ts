/** What a report answers when it is asked for a sequence: the very tokens, or words on what it holds. */
import { expect, test } from "vitest";
import type { HeldSequences } from "../../../core/protocol";
import { heldAnswer } from "../../../webview/host/held";

const sequences: readonly HeldSequences[] = [
  { kind: "held", set: "train", count: 9000, width: 3, tokens: Uint8Array.of(0, 1, 2, 2, 1, 0) },
  { kind: "problem", set: "validation", problem: "There are no validation sequences: nothing is held out." },
];

test("a sequence that it holds comes with its tokens, among as many as it holds", () => {
  const place = { set: "train", index: 1 } as const;
  expect(heldAnswer(sequences, place)).toEqual({
    ...{ kind: "tokens", count: 2, tokens: Uint8Array.of(2, 1, 0) },
    ...place,
  });
});

test("of any other it says which ones it holds, or why it holds none", () => {
  const answer = (set: "train" | "validation", index: number, held = sequences) =>
    heldAnswer(held, { set, index });
  expect(answer("train", 2)).toMatchObject({
    kind: "problem",
    problem: "This report holds sequences 1 to 2. The others are with the run itself.",
  });
  expect(answer("train", 1e15)).toMatchObject({ kind: "problem" });
  expect(answer("validation", 0)).toMatchObject({ problem: expect.stringContaining("nothing is held out") });
  expect(answer("validation", 0, [])).toMatchObject({ problem: "This report holds no sequences." });
});
