/** What a sweep's page makes of its members before anything is drawn: columns, levels, cells and their intervals. */
import { describe, expect, test, vi } from "vitest";
import { cellsOf } from "../../../webview/sweep/cells";
import { axesOf, columnsOf, measuresOf } from "../../../webview/sweep/columns";
import { frameOf } from "../../../webview/sweep/frame";
import { columnScaleOf, levelsOf, scaleOf } from "../../../webview/sweep/levels";
import { plotOf } from "../../../webview/sweep/plot";
import { receivedSweep } from "../../../webview/sweep/store";
import { drawnOf, sweepView } from "../../../webview/sweep/sweepView";
import { targetAfter, targetAt, targetsOf } from "../../../webview/sweep/targets";
import { failed, grid, heads, lossOf, randomly, rates, seeds, standingOf, waiting } from "../../page/sweeps";

// Their elements need a browser.
vi.mock("../../../webview/charts", () => import("../../../webview/charts/axis"));

const plotted = (sweep = grid(), view = {}) => {
  const drawn = drawnOf(sweep, sweepView(view));
  if (!drawn) throw new Error("There is nothing to draw.");
  return plotOf(sweep, drawn);
};

describe("What is drawn", () => {
  test("at first it is the validation loss over the fields that vary, but for the seed", () => {
    const { measure, over, by, drawing, overScale } = plotted();
    expect([measure.name, over.name, by?.name, drawing, overScale]).toEqual([
      ...["validation loss", "training.learningRate", "model.heads", "points", "log"],
    ]);
  });

  test("of the mixed target it is the plateau's length, over fields that are varied throughout", () => {
    const sweep = grid();
    const members = sweep.members.map((member) => ({
      ...member,
      // All but a few members share the first field.
      values: [member.index < 3 ? 4 : 1, ...member.values],
      measures: { ...member.measures, plateauTime: 10 + member.index },
    }));
    const title = "T_II";
    const measures = [...sweep.measures, { name: "plateauTime", title, description: "" }];
    const { measure, over, by } = plotted({
      ...sweep,
      members,
      measures,
      fields: ["data.mixing", ...sweep.fields],
    });
    expect([measure.name, over.name, by?.name]).toEqual([title, "training.learningRate", "model.heads"]);
  });

  test("measures are numbers, and axes are fields of any kind or such measures", () => {
    const columns = columnsOf(grid());
    expect(measuresOf(columns).map(({ name }) => name)).toEqual([
      ...["validation loss", "steps to selection", "seconds"],
    ]);
    expect(axesOf(columnsOf(randomly(4))).map(({ name }) => name)).toEqual([
      ...["training.learningRate", "optimizer.kind", "validation loss", "seconds"],
    ]);
  });

  test("before any member has ended there is nothing", () => {
    expect(drawnOf(grid(waiting), sweepView(null))).toBeNull();
  });

  test("what was kept of a page is taken up, and whatever else is none", () => {
    const kept = { measure: "measure selectionStep", over: "field seed", by: "none", drawing: "cells" };
    const { measure, over, by, drawing } = plotted(grid(), kept);
    expect([measure.name, over.name, by, drawing]).toEqual(["steps to selection", "seed", null, "points"]);
    expect(sweepView({ sort: 3, drawing: "pie", measure: ["x"] })).toEqual(sweepView(undefined));
  });
});

describe("Levels", () => {
  test("few numbers are levels in their order, words in that of their appearance", () => {
    expect(levelsOf([0.3, 0.1, 0.3]).names).toEqual(["0.1", "0.3"]);
    expect(levelsOf(["sgd", "adam", true]).names).toEqual(["sgd", "adam", "true"]);
  });

  test("many numbers are ranges that hold all of them, equally wide on the axis that fits", () => {
    const values = Array.from({ length: 100 }, (_, index) => 10 ** (-4 + (4 * index) / 99));
    const levels = levelsOf(values, 16, 8);
    expect(levels.names).toHaveLength(8);
    const places = values.map((value) => levels.of(value));
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    expect(Math.min(...places)).toBe(0);
    expect(Math.max(...places)).toBe(7);
    expect(levels.centres?.[0]).toBeCloseTo(10 ** -3.75, 10);
  });

  test("what is unknown or not finite is on no level", () => {
    const levels = levelsOf([1, 2, null, NaN, Infinity]);
    expect([null, NaN, Infinity, 3].map((value) => levels.of(value))).toEqual([-1, -1, -1, -1]);
  });

  test("a log axis takes numbers above 0 that differ by orders of magnitude", () => {
    expect([[0.001, 1], [1, 10], [0, 1000], []].map(scaleOf)).toEqual(["log", "linear", "linear", "linear"]);
    expect([[20, 40, 80, 40], [1, 2, 3], [1, 2], []].map(columnScaleOf)).toEqual([
      ...["log", "linear", "linear", "linear"],
    ]);
  });
});

describe("Cells", () => {
  test("mean, deviation and Student's interval of a cell's members", () => {
    const { members } = grid();
    const placed = [1, 2, 4].map((value, index) => ({ member: members[index], value, over: 0, by: 0 }));
    const [{ mean, deviation, error, least, greatest }] = cellsOf(placed);
    expect([mean, least, greatest]).toEqual([7 / 3, 1, 4]);
    expect(deviation).toBeCloseTo(Math.sqrt(7 / 3), 12);
    expect(error).toBeCloseTo((4.303 * Math.sqrt(7 / 3)) / Math.sqrt(3), 12);
  });

  test("one member alone has no spread", () => {
    const [{ error, deviation }] = cellsOf([{ member: grid().members[0], value: 1, over: 0, by: 0 }]);
    expect([error, deviation]).toEqual([NaN, NaN]);
  });

  test("many members: the interval nears the normal one", () => {
    const member = grid().members[0];
    const placed = Array.from({ length: 200 }, (_, index) => ({ member, value: index % 2, over: 0, by: 0 }));
    const [{ error, deviation }] = cellsOf(placed);
    expect((error / deviation) * Math.sqrt(200)).toBeCloseTo(1.972, 3);
  });

  test("members without the measure are in none", () => {
    const plot = plotted(grid((member) => (member.index === 0 ? failed(member) : member)));
    expect(plot.dots).toHaveLength(35);
    expect(plot.cells).toHaveLength(rates.length * heads.length);
    const [first] = plot.cells;
    expect(first.members.map(({ index }) => index)).toEqual([1, 2]);
    expect(first.mean).toBeCloseTo(
      (lossOf(rates[0], heads[0], seeds[1]) + lossOf(rates[0], heads[0], seeds[2])) / 2,
    );
  });
});

describe("Where things lie", () => {
  const box = { left: 60, right: 460, top: 20, bottom: 220 };

  test("all dots and means lie within the axes, and greater values higher", () => {
    const plot = plotted();
    const frame = frameOf(plot, box);
    for (const { x, y } of [...plot.dots.map(frame.dot), ...plot.cells.map(frame.mean)]) {
      expect(x).toBeGreaterThan(box.left);
      expect(x).toBeLessThan(box.right);
      expect(y).toBeGreaterThanOrEqual(box.top);
      expect(y).toBeLessThanOrEqual(box.bottom);
    }
    const [low, high] = plot.dots
      .toSorted((a, b) => a.value - b.value)
      .flatMap((dot, at, { length }) => (at === 0 || at === length - 1 ? [frame.dot(dot)] : []));
    expect(high.y).toBeLessThan(low.y);
  });

  test("keys go from dot to dot, and the pointer finds the nearest", () => {
    const plot = plotted();
    const targets = targetsOf(plot, frameOf(plot, box));
    expect(targetAfter(targets, -1, "ArrowRight")).toBe(0);
    expect(targetAfter(targets, -1, "ArrowLeft")).toBe(targets.length - 1);
    expect(targetAfter(targets, targets.length - 1, "ArrowRight")).toBe(targets.length - 1);
    expect(targetAfter(targets, 3, "Escape")).toBe(-1);
    expect(targetAfter(targets, 3, "a")).toBeUndefined();
    const { x, y } = targets[7];
    expect(targetAt(targets, x + 0.1, y)).toBe(7);
    expect(targetAt(targets, box.right + 100, y)).toBe(-1);
  });

  test("up and down in a heat map keep the column", () => {
    const plot = plotted(grid(), { drawing: "cells" });
    const targets = targetsOf(plot, frameOf(plot, box));
    const up = targetAfter(targets, 1, "ArrowUp") ?? -1;
    expect(targets[up].cell).toMatchObject({ over: targets[1].cell.over, by: targets[1].cell.by + 1 });
    expect(targetAfter(targets, up, "ArrowDown")).toBe(1);
  });
});

test("news change the members that they name and no others", () => {
  const before = grid(waiting);
  const known = receivedSweep({ kind: "waiting" }, { kind: "sweep", sweep: before });
  const [, , third] = grid().members;
  const standing = standingOf(before.members, { state: "running" });
  const after = receivedSweep(known, { kind: "progress", standing, members: [third] });
  if (after.kind !== "shown") throw new Error("It is not shown.");
  expect(after.sweep.members[2]).toBe(third);
  expect(after.sweep.members[1]).toBe(before.members[1]);
  expect(after.sweep.standing).toBe(standing);
});
