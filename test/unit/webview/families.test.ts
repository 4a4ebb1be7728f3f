/** What the page says of models that work otherwise than the paper's disentangled one. */
import { describe, expect, test } from "vitest";
import { agreementOf, broughtBy, copiedBy, describeHeads, traceAt } from "../../../core/inspect";
import type { Family } from "../../../core/model";
import {
  agreementSentence,
  copierCaption,
  correspondence,
  headSet,
  headWord,
  lagAttentionNote,
  lagWord,
  lastLayerWord,
  lawsNote,
  leadingWeight,
  share,
  shortSequenceHint,
} from "../../../webview/words";
import { keptSet } from "../../../webview/studies/selection";
import { familySetting } from "../model/families";

const settingOf = (family: Family) => familySetting({ name: family, shape: { family, heads: 2 } });

test("heads of several layers are named with their layer, others by their number", async () => {
  const [{ model: deep, parameters }, { model: full }] = await Promise.all([
    settingOf("deep"),
    settingOf("full"),
  ]);
  expect([0, 1, 2, 3].map((head) => headWord(deep, head))).toEqual([
    ...["layer 1 head 1", "layer 1 head 2", "layer 2 head 1", "layer 2 head 2"],
  ]);
  expect(headWord(full, 1)).toBe("head 2");
  expect([headSet(deep, [0, 3]), headSet(full, [0, 1])]).toEqual(["{1.1, 2.2}", "{1, 2}"]);
  expect([lastLayerWord(deep), lastLayerWord(full)]).toEqual(["layer 3", "second layer"]);
  const heads = describeHeads(deep, parameters);
  expect(copierCaption(heads, [])).toMatch(/^Layer 1 head 1 reads .*, layer 2 head 2 reads /);
  expect(correspondence(heads)).toBe("");
});

test("what attention to lags leaves out is said, and whose the laws are", async () => {
  const said = async (family: Family) => {
    const { model } = await settingOf(family);
    return [lagAttentionNote(model) !== "", lawsNote(model) !== ""];
  };
  await expect(said("disentangled")).resolves.toEqual([false, false]);
  await expect(said("mlp")).resolves.toEqual([false, true]);
  for (const family of ["full", "deep", "absolute"] as const) {
    await expect(said(family)).resolves.toEqual([true, true]);
  }
});

describe("a trace", () => {
  test("of an MLP says what matches by tokens, and of no subset that it weighs", async () => {
    const { model, data, parameters } = await settingOf("mlp");
    const trace = traceAt(model, parameters, data.tokens.slice(0, 24), 24);
    expect(agreementSentence(trace, agreementOf(trace))).toMatch(/^(The output gives|No earlier place)/);
    expect(leadingWeight(model.subsets, trace.weights.subsetWeights, model)).toBe(
      "The MLP goes by what all heads bring",
    );
  });

  test("knows what an MLP's heads brought, though the model keeps only what it made of it", async () => {
    const { model, data, parameters } = await settingOf("mlp");
    const trace = traceAt(model, parameters, data.tokens.slice(0, 24), 20);
    for (let head = 0; head < model.heads; head++) {
      const brought = broughtBy(trace, head, 20);
      const copied = copiedBy(trace, head, 20);
      brought.forEach((value, token) => {
        const sum = copied.reduce((all, one) => all + (one.token === token ? one.attention : 0), 0);
        expect(value).toBeCloseTo(sum, 12);
      });
    }
  });

  test("of the full model tells of a place's own token", async () => {
    const { model, data, parameters } = await settingOf("full");
    const trace = traceAt(model, parameters, data.tokens.slice(0, 24), 20);
    expect(copiedBy(trace, 0, 12)[0]).toMatchObject({ lag: 0, position: 12 });
    expect(copiedBy(trace, 0, 20)[0].lag).toBe(1);
    expect([lagWord(0), lagWord(2)]).toEqual(["its own token", "2 back"]);
  });
});

test("a typed sequence that absolute positions do not reach is told of", async () => {
  const { model } = await settingOf("absolute");
  expect(shortSequenceHint(24, model)).toBe("");
  expect(shortSequenceHint(25, model)).toBe(
    "The model has learned positions for 24 tokens and the one that follows: this place lies behind them.",
  );
});

test("an MLP keeps no set of lags that could be held against theory", async () => {
  const { model, parameters } = await settingOf("mlp");
  const heads = describeHeads(model, parameters);
  const { lagMask } = model;
  const circuit = { step: 0, model, parameters, heads, subsets: [], coefficientNorm: NaN, scale: 1, lagMask };
  expect(keptSet(circuit)).toBeNull();
});

test("inner products below 0 are told like those above", () => {
  expect([share(-0.1234), share(-2e-5), share(0)]).toEqual(["−0.123", "−2e−5", "0"]);
});
