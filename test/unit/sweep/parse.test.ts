/** Sweep files: every impossible thing refused at its place, and the same plan from the same file. */
import { expect, test } from "vitest";
import { formatProblem } from "../../../core/config";
import { parseSweep, planSweep, type SweepPlan } from "../../../core/sweep";

const rate = "training.stages[0].learningRate";

function planOf(sweep: object): SweepPlan {
  const parsed = parseSweep(JSON.stringify({ name: "s", experiment: "quickstart", ...sweep }));
  if (!parsed.ok) throw new Error(parsed.problems.map((problem) => formatProblem(problem, "s")).join("\n"));
  return planSweep(parsed.sweep);
}

function faultsOf(text: string): string[] {
  const parsed = parseSweep(text);
  return parsed.ok ? [] : parsed.problems.map((problem) => formatProblem(problem, "s"));
}

/** A file of which each member stands on a line of its own, the first on line 2. */
const lines = (...members: readonly string[]) =>
  `{\n${['"name": "s"', '"experiment": "quickstart"', ...members].join(",\n")}\n}`;

test.each<[string, string, RegExp]>([
  ["no text", "", /^s:1:1: .*The file is empty/],
  ["no JSON", '{"name": "s",', /^s:1:\d+: /],
  ["no experiment", '{"name": "s"}', /experiment/],
  ["an unknown key", lines('"grids": {}'), /^s:4:1: .*Did you mean "grid"/],
  ["an unknown preset", '{"name":"s","experiment":"quickstrat"}', /^s:1:26: .*Did you mean "quickstart"/],
  ["an experiment file that is not there", '{"name":"s","experiment":"no.json"}', /cannot be read/],
  ["a name that is no folder's", '{"name":"a/b","experiment":"quickstart"}', /^s:1:9: .*name/],
  ["an unknown field", lines('"grid": {"model.haeds": [2, 3]}'), /^s:4:10: .*Did you mean "heads"/],
  ["an unknown fixed field", lines('"set": {"model.haeds": 2}'), /^s:4:9: .*Did you mean "heads"/],
  [
    "an unknown random field",
    lines('"random": {"data.x": {"from": 1, "to": 2}}', '"samples": 1'),
    /^s:4:12: /,
  ],
  ["a value out of range", lines('"grid": {"model.window": [5, 900]}'), /^s:4:30: .*Found 900/],
  ["a value of the wrong type", lines(`"grid": {"${rate}": [1, "much"]}`), /^s:4:49: .*Found "much"/],
  ["fields that exclude each other", lines('"grid": {"model.maxDegree": [2, 4]}'), /^s:4:33: .*1 of 2 runs/],
  ["an empty list", lines('"grid": {"model.heads": []}'), /^s:4:25: /],
  ["no list", lines('"grid": {"model.heads": 3}'), /^s:4:/],
  ["a value twice", lines('"grid": {"model.heads": [3, 3]}'), /^s:4:29: .*stands twice/],
  ["a field twice", lines('"set": {"model.heads": 3}', '"grid": {"model.heads": [3, 4]}'), /given twice/],
  ["the seed twice", lines('"grid": {"seed": [1, 2]}', '"seeds": 2'), /^s:4:10: .*varies by seeds already/],
  ["a seed drawn", lines('"random": {"seed": {"from": 1, "to": 9}}', '"samples": 2'), /Seeds are not drawn/],
  ["an empty range", lines(`"random": {"${rate}": {"from": 2, "to": 1}}`, '"samples": 2'), /range is empty/],
  [
    "orders of magnitude from 0",
    lines(`"random": {"${rate}": {"from": 0, "to": 1, "scale": "log"}}`, '"samples": 2'),
    /begin above 0/,
  ],
  [
    "no whole number",
    lines('"random": {"model.heads": {"from": 2.1, "to": 2.9, "integer": true}}', '"samples": 2'),
    /no whole number/,
  ],
  [
    "a fraction where only whole numbers go",
    lines('"random": {"model.heads": {"from": 2, "to": 4}}', '"samples": 3'),
    /^s:4:27: model\.heads: .*whole number/,
  ],
  ["draws without a number", lines(`"random": {"${rate}": {"from": 1, "to": 2}}`), /^s:4:1: .*samples/],
  ["a number without draws", lines('"samples": 3'), /^s:4:1: .*Nothing is drawn/],
  ["more runs than the budget", lines('"seeds": 9', '"budget": {"runs": 5}'), /^s:5:20: .*Found 9 runs/],
  [
    "a budget below one draw of each",
    lines(`"random": {"${rate}": {"from": 1, "to": 2}}`, '"seeds": 9', '"budget": {"runs": 5}'),
    /^s:6:20: .*does not suffice/,
  ],
  ["too many runs", lines('"grid": {"model.heads": [3, 4]}', '"seeds": 6000'), /^s:4:1: .*12,000 runs/],
  [
    "a whole that takes the place of its part",
    lines('"set": {"model.heads": 4}', '"grid": {"model": [{"window": 4}, {"window": 6}]}'),
    /^s:5:10: .*takes the place of "model\.heads"/,
  ],
  [
    "a list that takes the place of its element",
    lines(`"grid": {"${rate}": [1, 2], "training.stages": [[{"train": ["scale"], "steps": 1}]]}`),
    /^s:4:53: .*takes the place of/,
  ],
  ["names that vary", lines('"grid": {"name": ["a", "b"]}'), /^s:4:10: .*named after their values/],
  ["time without end", lines('"budget": {"minutes": 1e308}'), /^s:4:23: .*Found 1e\+308; allowed: .*34560/],
  ["a seed out of range", lines('"seeds": [4294967296]'), /^s:4:11: /],
])("refuses %s", (_, text, expected) => {
  const faults = faultsOf(text);
  expect(faults.join("\n")).toMatch(expected);
});

test("all faults come at once, in the order of the file", () => {
  const text = lines(
    '"grid": {"model.haeds": [2], "model.window": [900]}',
    '"set": {"data.prior.alpha": -1}',
    '"sedes": 3',
  );
  expect(faultsOf(text).map((fault) => fault.slice(0, 4))).toEqual(["s:4:", "s:4:", "s:5:", "s:6:"]);
});

test("a fault of the experiment that the sweep did not make is told once, not for every run", () => {
  const text = `{"name":"s","experiment":{"model":{"heads":0}},"seeds":50}`;
  expect(faultsOf(text)).toEqual([expect.stringMatching(/^s:1:44: model\.heads: .*Found 0/)]);
});

const wasted = {
  "training.stages": [{ train: ["coefficients", "rpe", "scale"], steps: 10, optimizer: "flow" }],
};
const rates = Array.from({ length: 150 }, (_, place) => 2 + place);

test("however many warnings there are, every run is planned, and an error among them is found", () => {
  const sweep = { name: "s", experiment: "quickstart", set: wasted, grid: { [rate]: rates } };
  const parsed = parseSweep(JSON.stringify(sweep));
  expect(parsed).toMatchObject({ ok: true, sweep: { members: { length: 150 } } });
  const faulty = { ...sweep, grid: { [rate]: [...rates, -1] } };
  expect(faultsOf(JSON.stringify(faulty)).join("\n")).toMatch(/Found -1/);
});

test("a whole can vary and have parts of it set after it", () => {
  const { members } = planOf({
    set: { model: { window: 6 } },
    grid: { "model.initial": [{ scale: 0.1 }, { scale: 1 }], "model.initial.coefficients": [0.5] },
  });
  expect(
    members.map(({ experiment: { model } }) => ["window" in model && model.window, model.initial]),
  ).toMatchObject([
    [6, { scale: 0.1, coefficients: 0.5 }],
    [6, { scale: 1, coefficients: 0.5 }],
  ]);
});

test("runs that are the same to the last bit are told of", () => {
  const grid = [{ "model.heads": [2, 3] }, { "model.window": [4, 5] }];
  const parsed = parseSweep(JSON.stringify({ name: "s", experiment: "quickstart", grid, seeds: 2 }));
  const warnings = parsed.ok ? parsed.warnings.map(({ message }) => message) : [];
  expect(warnings).toEqual([
    expect.stringMatching(/^2 of 8 runs are the same as others, .* such as run 6 and run 2:/),
  ]);
});

test("what is set from outside is not lost under a whole that varies", () => {
  const sweep = { name: "s", experiment: "quickstart", grid: { model: [{ heads: 2 }, { heads: 3 }] } };
  const parsed = parseSweep(JSON.stringify(sweep), { overrides: ["model.window=4"] });
  expect(parsed).toMatchObject({
    ok: false,
    problems: [{ pathText: "model.window", message: /varies this field/ }],
  });
});

test("grids multiply, the last field fastest, then seeds; several grids follow one another", () => {
  const { fields, members } = planOf({
    grid: [{ "model.heads": [2, 3], "model.window": [4, 5] }, { [rate]: [0.5] }],
    seeds: [7, 9],
  });
  expect(fields).toEqual(["model.heads", "model.window", rate]);
  expect(members.map(({ values, experiment }) => [...values, experiment.seed])).toEqual(
    [
      [2, 4, 1],
      [2, 5, 1],
      [3, 4, 1],
      [3, 5, 1],
      [3, 5, 0.5],
    ].flatMap((values) => [
      [...values, 7],
      [...values, 9],
    ]),
  );
  expect(members.map(({ index }) => index)).toEqual(members.map((_, place) => place));
});

test("the same file gives the same plan, and more draws or fields leave the ones there were", () => {
  const random = { [rate]: { from: 0.01, to: 10, scale: "log" }, "data.prior.alpha": { from: 0.1, to: 1 } };
  const plan = planOf({ random, samples: 20 });
  expect(planOf({ random, samples: 20 })).toEqual(plan);
  expect(planOf({ random, samples: 25 }).members.slice(0, 20)).toEqual(plan.members);
  const alone = planOf({ random: { [rate]: random[rate] }, samples: 20 });
  expect(alone.members.map(({ values }) => values[0])).toEqual(plan.members.map(({ values }) => values[0]));
  expect(planOf({ random, samples: 20, set: { seed: 1 } }).members[0].values).not.toEqual(
    plan.members[0].values,
  );
});

test("draws stay in their range, by orders of magnitude or as whole numbers where asked for", () => {
  const { members } = planOf({
    random: {
      [rate]: { from: 0.001, to: 10, scale: "log" },
      "data.prior.alpha": { from: 0.2, to: 0.4 },
      "model.heads": { from: 3, to: 5, integer: true },
      "model.loss": { choices: ["log", "softmax"] },
    },
    budget: { runs: 2_000 },
  });
  expect(members).toHaveLength(2_000);
  const column = (place: number) => members.map(({ values }) => values[place]);
  const share = (values: readonly unknown[], of: (value: number) => boolean) =>
    values.filter((value) => of(Number(value))).length / values.length;
  expect(share(column(0), (value) => value >= 0.001 && value <= 10)).toBe(1);
  // Two of four orders of magnitude.
  expect(share(column(0), (value) => value < 0.1)).toBeCloseTo(0.5, 1);
  expect(share(column(1), (value) => value >= 0.2 && value <= 0.4)).toBe(1);
  expect(share(column(1), (value) => value < 0.3)).toBeCloseTo(0.5, 1);
  for (const heads of [3, 4, 5]) {
    expect(share(column(2), (value) => value === heads)).toBeCloseTo(1 / 3, 1);
  }
  expect(new Set(column(3))).toEqual(new Set(["log", "softmax"]));
});

test("members have names that tell them apart, one thread, and few snapshots unless somebody says so", () => {
  const plan = planOf({ grid: { "model.heads": [2, 3] }, seeds: 2, budget: { minutes: 1.5 } });
  expect(plan.secondsAllowed).toBe(90);
  expect(plan.members.map(({ experiment }) => experiment.name)).toEqual([
    "heads 2, seed 0",
    "heads 2, seed 1",
    "heads 3, seed 0",
    "heads 3, seed 1",
  ]);
  expect(plan.members[0].experiment).toMatchObject({ engine: { threads: 1 }, record: { maxSnapshots: 200 } });
  const own = planOf({ set: { "record.maxSnapshots": 50 }, threads: 2 });
  expect(own.members[0].experiment).toMatchObject({ engine: { threads: 2 }, record: { maxSnapshots: 50 } });
});
