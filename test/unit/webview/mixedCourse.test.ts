/** The course of a run on the mixed target as the page finds it in its columns: it is the one that core finds in the lines. */
import { expect, test } from "vitest";
import { presets, experimentFromValue } from "../../../core/config";
import { mixedCourse } from "../../../core/inspect";
import { recordingOf } from "../../../core/protocol";
import { mixedCourseOf } from "../../../webview/store";
import { factsOf, mainOf, showing } from "./runs";

test("phases begin where layer 2's training begins, however long layer 1 was trained alone before", () => {
  const source = presets.find(({ id }) => id === "lazy-to-rich-layers")?.experiment;
  const parsed = experimentFromValue(source);
  if (!parsed.ok) throw new Error("the preset is wrong");
  const { experiment } = parsed;
  const lines = Array.from({ length: 200 }, (_, row) => ({
    ...{ step: 10 * row, time: 10 * row, stage: row < 120 ? 0 : 1, loss: 1 },
    unexplainedG4: row < 125 ? 0.99 : 0.01,
    unexplainedIH: row < 130 ? 0.99 : row < 180 ? 0.8 : 0.01,
  }));
  const facts = factsOf("layers", { experiment, state: "done", step: 1_990 });
  const recording = recordingOf([], lines);
  const course = mixedCourseOf(mainOf(showing({ role: "main", facts, recording })));
  expect(course).toEqual(mixedCourse(lines, experiment.training.stages));
  expect(course).toMatchObject({
    kind: "phases",
    first: { step: 1_200 },
    level: expect.closeTo(0.8, 9) as number,
  });
});
