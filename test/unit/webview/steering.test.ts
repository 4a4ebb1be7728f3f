import { expect, test } from "vitest";
import { savedView } from "../../../webview/host";
import { actionsOn, hasPace, isReachable } from "../../../webview/store";
import { factsOf } from "./runs";

test("a run is steered by the window that trains it, by what its state allows", () => {
  const inState = (state: Parameters<typeof factsOf>[1]) => actionsOn(factsOf("a", state));
  expect(inState({ state: "running" })).toEqual(["pause", "stop"]);
  expect(inState({ state: "paused" })).toEqual(["resume", "step", "stop"]);
  expect(inState({ state: "queued" })).toEqual(["stop"]);
  expect(hasPace(factsOf("a", { state: "paused" }))).toBe(true);
  expect(hasPace(factsOf("a", { state: "queued" }))).toBe(false);
});

test("a run of another window is only watched", () => {
  const facts = factsOf("a", { trainedBy: "elsewhere" });
  expect(actionsOn(facts)).toEqual([]);
  expect(hasPace(facts)).toBe(false);
});

test("a report has nobody to ask", () => {
  for (const state of ["running", "done", "stopped", "failed"] as const) {
    const facts = factsOf("a", { state, trainedBy: "unknown" });
    expect([actionsOn(facts), hasPace(facts), isReachable(facts)]).toEqual([[], false, false]);
  }
  expect(isReachable(factsOf("a", { trainedBy: "elsewhere" }))).toBe(true);
});

test("a run that nobody trains goes on where it can, or is run again", () => {
  const ended = (state: "done" | "stopped" | "failed" | "interrupted") =>
    actionsOn(factsOf("a", { state, trainedBy: "nobody" }));
  expect(ended("done")).toEqual(["again"]);
  expect(ended("stopped")).toEqual(["resume", "again"]);
  expect(ended("failed")).toEqual(["again", "resume"]);
  expect(ended("interrupted")).toEqual(["resume", "again"]);
});

test("nothing is offered for a run of which only the damage is known", () => {
  const sentence = "run.json is damaged";
  const facts = factsOf("a", { state: "failed", trainedBy: "nobody", sentence, problems: [sentence] });
  expect(actionsOn(facts)).toEqual([]);
});

test("what VS Code kept of a page is believed as far as it makes sense", () => {
  const runs = [{ role: "main", run: "/runs/a" }] as const;
  const beginning = { axis: { quantity: "step", scale: "log" }, tab: "" };
  const kept = { axis: { quantity: "time", scale: "linear" }, tab: "maps" };
  expect(savedView({ runs, ...kept })).toEqual({ runs, ...kept });
  expect(savedView({ runs: "?", ...kept })).toEqual({ runs: [], ...kept });
  for (const nonsense of [undefined, null, 3, { axis: { quantity: "step", scale: "cubic" }, tab: 3 }]) {
    expect(savedView(nonsense)).toEqual({ runs: [], ...beginning });
  }
});
