/** The formulas behind the mixed target's numbers: what is put in makes the number, at every place and in odd cases. */
import { expect, test } from "vitest";
import { mixedCircuit, type MixedCircuit, type EndedPhase } from "../../../core/inspect";
import type { Formula } from "../../../webview/formulas/formula";
import {
  copiedFormula,
  copierAttentionFormula,
  lazyAttentionFormula,
  matchFormula,
  richAttentionFormula,
  richBroughtFormula,
  wantedAttentionFormula,
} from "../../../webview/formulas/mixedFormulas";
import {
  lazyOutputFormula,
  lazyWantedFormula,
  missedFormula,
  missedTogetherFormula,
  richOutputFormula,
  richWantedFormula,
} from "../../../webview/formulas/mixedOutputFormulas";
import {
  goalFormula,
  matchScalarFormula,
  phaseEndFormula,
  plateauFormula,
  unexplainedFormula,
} from "../../../webview/formulas/mixedRunFormulas";
import {
  doublingFormula,
  expectedEndFormula,
  expectedPlateauFormula,
  growthFormula,
} from "../../../webview/formulas/mixedTheoryFormulas";
import { mixedGoals } from "../../../webview/words";
import { valueOf } from "./maths";

const target = { mixing: 1.5, sharpness: 4 };
const tokens = Float64Array.of(0.3, -1.1, 0.2, 2, -0.7, 0.5, -0.4, 1.1, 0.1, -1.3, 0.6, 1.9);
const positions = Array.from(tokens.keys());
const circuitOf = (...parameters: readonly number[]) =>
  mixedCircuit(target, Float64Array.from(parameters), tokens);
const learning = circuitOf(0.8, 0.3, 0.4, 0.45, 1.2, 1.6);
/** Exponents beyond what e to their power can hold, either way. */
const extreme = [circuitOf(-80, 90, 1, 1, 40, 40), circuitOf(80, -90, 1, 1, 40, -40)];

function ofOneSequence(circuit: MixedCircuit): readonly Formula[] {
  return [
    ...positions.flatMap((at) => [
      ...[copiedFormula(circuit, at), lazyAttentionFormula(circuit, at), matchFormula(circuit, at)],
      ...[richAttentionFormula(circuit, at), wantedAttentionFormula(circuit, at)],
      richBroughtFormula(circuit, at),
    ]),
    ...positions.slice(0, 7).map((at) => copierAttentionFormula(circuit, 7, at)),
    ...[lazyOutputFormula(circuit), richOutputFormula(circuit)],
    ...[lazyWantedFormula(circuit), richWantedFormula(circuit)],
    ...[missedFormula(circuit, "lazy"), missedFormula(circuit, "rich"), missedTogetherFormula(circuit)],
  ];
}

function expectMade({ name, numbers, value }: Formula): void {
  if (!numbers) throw new Error(`${name}: nothing is put in`);
  const made = valueOf(numbers);
  expect(Math.abs(made - value), `${name}: ${made} is ${value}`).toBeLessThanOrEqual(
    1e-9 * Math.abs(value) + 1e-14,
  );
}

test("what is put in makes the number, of whatever place, while training and where powers are no numbers", () => {
  for (const circuit of [learning, ...extreme]) {
    const withNumbers = ofOneSequence(circuit).filter(({ numbers }) => numbers !== null);
    expect(withNumbers).toHaveLength(12 * 6 + 7 + 7 - 7);
    withNumbers.forEach(expectMade);
  }
});

test("where a head does not look nothing is put in: the attention is 0, and the formula says why", () => {
  const without = ofOneSequence(learning).filter(({ numbers }) => numbers === null);
  // Of head A x₁, x₁₁ and x₁₂; of head B and of the target x₁ and x₁₂.
  expect(without.map(({ value }) => value)).toEqual(new Array(7).fill(0));
  expect(lazyAttentionFormula(learning, 10).notes.join()).toContain("from 2 to L − 2, which is 10");
  expect(richAttentionFormula(learning, 0).notes.join()).toContain("from 2 to L − 1, which is 11");
  expect(copiedFormula(learning, 0)).toMatchObject({ value: 0 });
});

test("k·q and the goals are made of what the experiment and the parameters say", () => {
  const goals = Object.values(mixedGoals(target)).map((goal) => goalFormula(goal, target));
  expect(goals.map(({ value }) => value)).toEqual(
    [4, 0.6, 0.4].map((goal) => expect.closeTo(goal, 14) as number),
  );
  const [match, ...values] = goals;
  expect(match).toMatchObject({ written: null, numbers: null });
  values.forEach(expectMade);
  expectMade(matchScalarFormula({ key: 1.2, query: 1.6 }));
});

test("T_II is the difference of the moments where I and II end, and tells the rule that found them", () => {
  const moment = (step: number) => ({ step, time: step / 4, resolution: 10 });
  const plateau: EndedPhase = {
    ...{
      name: "plateau",
      state: "ended",
      from: moment(65.25),
      to: moment(886.5),
      steps: 821.25,
      time: 821.25 / 4,
    },
  };
  expectMade(plateauFormula(plateau, 0.96, "steps"));
  expectMade(plateauFormula(plateau, 0.96, "time"));
  const notes = plateauFormula(plateau, 0.96, "steps").notes.join(" ");
  for (const part of [
    "below 10.0 %",
    "(in flow time) to fall to 90.0 %",
    "halfway through: 96.0 %",
    "below 80.0 %",
  ]) {
    expect(notes).toContain(part);
  }
});

test("theory's steps are made of flow times and the learning rate; where steps have no size it tells times", () => {
  const study = {
    ...{ stage: 1, fromStep: 1000, fromTime: 100.5, stepTime: 0.4, rpe1: 5, sequences: 8192 },
    growth: { mean: 0.009, standardError: 0.00009 },
    ends: { partial: 124.25, plateau: 543.5, emergence: 614.5 },
    course: {
      ...{ time: [], unexplainedG4: [], unexplainedIH: [] },
      ...{ rpe2: [], value1: [], value2: [], match: [] },
    },
    notes: [],
  };
  const made = [
    expectedEndFormula(study, "partial", 124.25),
    expectedPlateauFormula(study, 124.25, 543.5),
    doublingFormula(study, 0.4),
  ];
  made.slice(0, 2).forEach(expectMade);
  expect(made.map(({ value }) => value)).toEqual(
    [1000 + 23.75 / 0.4, 419.25 / 0.4, Math.LN2 / 0.0036].map((value) => expect.closeTo(value, 9) as number),
  );
  const flow = { ...study, stepTime: null };
  expect(expectedEndFormula(flow, "plateau", 543.5)).toMatchObject({ value: 543.5, numbers: null });
  expectMade(expectedPlateauFormula(flow, 124.25, 543.5));
  expect(growthFormula(study)).toMatchObject({ value: 0.009, numbers: null });
  expect(expectedPlateauFormula(study, 124.25, 543.5).notes[0]).toContain("1.0 %");
});

test("where a phase ended is told with the rule that found it", () => {
  const moment = (step: number) => ({ step, time: step / 4, resolution: 10 });
  const phase: EndedPhase = {
    ...{ name: "emergence", state: "ended", from: moment(886), to: moment(1020), steps: 134, time: 33.5 },
  };
  const formula = phaseEndFormula("emergence", phase, 0.96, "time");
  expect(formula.value).toBe(255);
  expect(formula.notes.join(" ")).toMatch(/III ends where L_IH’s course goes below 10\.0 %.*every 10 there/);
});

test("what is unexplained is a loss over what it was divided by; of a loss of 0 nobody knows that", () => {
  const one = { part: "IH", step: 300, loss: 0.03, value: 0.75 } as const;
  expectMade(unexplainedFormula(one));
  expect(unexplainedFormula({ ...one, loss: 0, value: 0 }).numbers).toBeNull();
});
