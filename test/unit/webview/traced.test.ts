/** What people do to a traced sequence, one pure step each; and that a trace is made once for all who show it. */
import { describe, expect, test } from "vitest";
import { traceAt } from "../../../core/inspect";
import {
  agreementIn,
  circuitOf,
  isEdited,
  isUntouched,
  nothingTraced,
  received,
  traceOf,
  untouchedTraceOf,
  withAnswer,
  withAsked,
  withForcedLag,
  withHead,
  withOriginalTokens,
  withoutInterventions,
  withPosition,
  withSubset,
  withToken,
  withTyped,
  type Traced,
} from "../../../webview/store";
import { factsOf, mainOf, parametersWith, recordedAt, showing } from "./runs";

const tokens = Uint8Array.of(0, 1, 2, 0, 1, 2, 0, 1);
const answer = { kind: "tokens", set: "validation", index: 4, count: 9, tokens } as const;
const traced = withAnswer(nothingTraced, answer);

describe("a traced sequence", () => {
  test("that was typed is not lost to an answer that comes late, but to one that was asked for since", () => {
    const typed = withTyped(traced, Uint8Array.of(2, 1));
    expect(withAnswer(typed, answer)).toBe(typed);
    expect(withAnswer(typed, { kind: "problem", set: "validation", index: 4, problem: "gone" })).toBe(typed);
    expect(withAnswer(withAsked(typed), answer).sequence?.tokens).toBe(tokens);
  });

  test("comes from the data, at its last place; a problem leaves the one before", () => {
    expect(traced.position).toBe(7);
    expect(traced.sequence?.origin).toEqual({ kind: "data", set: "validation", index: 4, count: 9 });
    const failed = withAnswer(traced, { kind: "problem", set: "train", index: 0, problem: "gone" });
    expect(failed).toEqual({ ...traced, problem: "gone" });
    expect(withAnswer(failed, answer).problem).toBe(null);
  });

  test("is typed, and then asks for what would follow", () => {
    const typed = withTyped(withHead(traced, 0, false), Uint8Array.of(0, 1));
    expect(typed.position).toBe(2);
    expect(typed.sequence?.origin).toEqual({ kind: "typed" });
    expect(typed.interventions.headsOff).toEqual([0]);
  });

  test("is looked at within its bounds", () => {
    expect([-1, 3, 8, 99].map((place) => withPosition(traced, place).position)).toEqual([0, 3, 8, 8]);
    expect(withPosition(traced, 7)).toBe(traced);
  });

  test("knows which tokens were changed, and when none is any more", () => {
    const once = withToken(traced, 2, 0);
    const twice = withToken(once, 5, 1);
    expect(Array.from(twice.sequence?.tokens ?? [])).toEqual([0, 1, 0, 0, 1, 1, 0, 1]);
    expect(twice.sequence && isEdited(twice.sequence)).toBe(true);
    const back = withToken(withToken(twice, 5, 2), 2, 2);
    expect(back.sequence && isEdited(back.sequence)).toBe(false);
    expect(withOriginalTokens(twice).sequence).toEqual(traced.sequence);
    expect(withToken(traced, 8, 1), "behind the end stands nothing to change").toBe(traced);
    expect(Array.from(tokens), "the original is never written to").toEqual([0, 1, 2, 0, 1, 2, 0, 1]);
  });

  test("keeps what is tried on the circuit until it is taken back", () => {
    const steps: readonly ((before: Traced) => Traced)[] = [
      (before) => withHead(before, 1, false),
      (before) => withHead(before, 0, false),
      (before) => withSubset(before, 2, false),
      (before) => withForcedLag(before, 1, 3),
      (before) => withForcedLag(before, 1, 2),
    ];
    const tried = steps.reduce((before, step) => step(before), traced);
    expect(tried.interventions).toEqual({ headsOff: [0, 1], subsetsOff: [2], forcedLags: new Map([[1, 2]]) });
    expect(withHead(tried, 0, true).interventions.headsOff).toEqual([1]);
    expect(withForcedLag(tried, 1, null).interventions.forcedLags.size).toBe(0);
    expect(isUntouched(tried)).toBe(false);
    expect(isUntouched(withoutInterventions(tried))).toBe(true);
    expect(withoutInterventions(traced)).toBe(traced);
  });
});

describe("its trace", () => {
  const state = showing({ role: "main", facts: factsOf("/a"), recording: recordedAt(0, 10, 20) });
  const run = mainOf(state);

  test("is core's of the step that is chosen, and made once", () => {
    for (const step of [0, 10, 20]) {
      const trace = traceOf(run, step, traced);
      const parameters = parametersWith([1, 1, 1 + step], step);
      expect(trace).toEqual(traceAt(circuitOf(run, step)?.model ?? never(), parameters, tokens, 7));
      expect(traceOf(run, step, traced)).toBe(trace);
      expect(trace && agreementIn(trace)).toBe(trace && agreementIn(trace));
    }
    expect(traceOf(run, null, traced)).toBe(traceOf(run, 20, traced));
  });

  test("without interventions is the same, with them beside it", () => {
    expect(untouchedTraceOf(run, 10, traced)).toBe(traceOf(run, 10, traced));
    const tried = withHead(traced, 0, false);
    expect(untouchedTraceOf(run, 10, tried)?.prediction).toEqual(traceOf(run, 10, traced)?.prediction);
    expect(traceOf(run, 10, tried)?.prediction).not.toEqual(traceOf(run, 10, traced)?.prediction);
  });

  test("is none without a sequence, without parameters, or of tokens that the run does not know", () => {
    expect(traceOf(run, 10, nothingTraced)).toBe(null);
    expect(traceOf({ ...run, snapshots: [] }, 10, traced)).toBe(null);
    expect(traceOf(run, 10, withTyped(traced, Uint8Array.of(0, 7)))).toBe(null);
  });

  test("goes with the run that the page is about: another one is asked anew", () => {
    const message = { kind: "sequence", run: "/a", sequence: answer } as const;
    const after = received(state, message);
    expect(after.kind === "shown" && after.traced).toEqual(traced);
    const other = received(after, { ...message, run: "/b" });
    expect(other).toBe(after);
  });
});

function never(): never {
  throw new Error("there is a circuit");
}
