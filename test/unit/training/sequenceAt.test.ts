import { writeFile } from "node:fs/promises";
import path from "node:path";
import { expect, test } from "vitest";
import type { ExperimentSource } from "../../../core/config";
import { drawSequences, encodeNpy } from "../../../core/data";
import { sequenceAt, withAbsolutePaths } from "../../../core/training";
import { loadData } from "../../../core/training/loadData";
import { temporaryFolder } from "../runs/temporary";
import { experimentOf } from "./runs";

type Data = NonNullable<ExperimentSource["data"]>;
type NpyArray = Parameters<typeof encodeNpy>[0];

const sets = ["train", "validation"] as const;
const markov = { alphabetSize: 3, sequenceLength: 20, parents: [1, 2] } as const;

/** Both sets as training loads them, a row each. */
async function loaded(experiment: ReturnType<typeof experimentOf>) {
  const { training, validation } = await loadData(experiment.data, experiment.seed);
  if (training.kind !== "fixed" || !validation) throw new Error("both sets are fixed here");
  const rowsOf = ({ tokens, count }: typeof validation) =>
    Array.from({ length: count }, (_, row) => {
      const width = tokens.length / count;
      return tokens.slice(row * width, (row + 1) * width);
    });
  return { train: rowsOf(training.data), validation: rowsOf(validation) };
}

async function expectAllOf(experiment: ReturnType<typeof experimentOf>) {
  const expected = await loaded(experiment);
  for (const set of sets) {
    for (const [index, tokens] of expected[set].entries()) {
      expect(await sequenceAt(experiment, { set, index })).toEqual({ count: expected[set].length, tokens });
    }
  }
}

const laws: readonly (readonly [string, Data])[] = [
  ["the paper's prior", { ...markov, trainSequences: 12, validationSequences: 5 }],
  ["a floor", { ...markov, trainSequences: 7, validationSequences: 2, prior: { alpha: 0.5, floor: 0.01 } }],
  ["a stationary beginning", { ...markov, trainSequences: 6, validationSequences: 3, initial: "stationary" }],
];

test.each(laws)("sequences of drawn data (%s) are those that training loads", async (_, data) => {
  await expectAllOf(experimentOf({ data }));
});

test("another seed has other sequences", async () => {
  const place = { set: "train", index: 3 } as const;
  const [one, other] = await Promise.all([3, 4].map((seed) => sequenceAt(experimentOf({ seed }), place)));
  expect(one.tokens).not.toEqual(other.tokens);
});

test("of fresh data they are the first batches, as many as all steps take", async () => {
  const experiment = experimentOf({
    data: { ...markov, online: true, batchSize: 4, validationSequences: 2 },
    training: {
      stages: [
        { train: ["scale"], steps: 6 },
        { train: ["rpe"], steps: 5 },
      ],
    },
  });
  const { training } = await loadData(experiment.data, experiment.seed);
  if (training.kind !== "online") throw new Error("fresh batches are wanted here");
  // As the reference engine draws the batch of step 2.
  const batch = await drawSequences(training.law, training.seed, "online", 2 * training.batchSize, 4);
  for (let index = 0; index < 4; index++) {
    const { count, tokens } = await sequenceAt(experiment, { set: "train", index: 8 + index });
    expect(count).toBe(44);
    expect(tokens).toEqual(batch.tokens.slice(index * 21, (index + 1) * 21));
  }
  await expect(sequenceAt(experiment, { set: "train", index: 44 })).rejects.toThrow(/end with 43/);
  expect((await sequenceAt(experiment, { set: "validation", index: 1 })).count).toBe(2);
});

const tokens = Array.from({ length: 10 * 13 }, (_, index) => ((index * index + index) >> 2) % 3);

/** An experiment on a file of ten sequences of twelve tokens, three held out. */
async function onFile(write: (file: string) => Promise<void>, validationSequences = 3) {
  const folder = await temporaryFolder();
  await write(path.join(folder, "tokens.npy"));
  const data = { kind: "file", path: "tokens.npy", alphabetSize: 3, validationSequences } as const;
  return withAbsolutePaths(experimentOf({ data }), folder);
}

const saved = (array: NpyArray) => (file: string) => writeFile(file, encodeNpy(array, [10, 13]));

test.each<[string, NpyArray]>([
  ["bytes", Uint8Array.from(tokens)],
  ["int64", BigInt64Array.from(tokens, BigInt)],
  ["uint16", Uint16Array.from(tokens)],
])("sequences of a file of %s are its rows, the last ones held out", async (_, array) => {
  const experiment = await onFile(saved(array));
  await expectAllOf(experiment);
  const { tokens: held } = await sequenceAt(experiment, { set: "validation", index: 0 });
  expect([...held]).toEqual(tokens.slice(7 * 13, 8 * 13));
});

test("sequences of a file in Fortran order are those that training loads", async () => {
  const experiment = await onFile(async (file) => {
    const columns = Uint8Array.from({ length: 130 }, (_, at) => tokens[(at % 10) * 13 + Math.floor(at / 10)]);
    const bytes = encodeNpy(columns, [10, 13]);
    const text = Buffer.from(bytes)
      .toString("latin1")
      .replace("'fortran_order': False", "'fortran_order': True ");
    await writeFile(file, Buffer.from(text, "latin1"));
  });
  await expectAllOf(experiment);
  expect([...(await sequenceAt(experiment, { set: "train", index: 4 })).tokens]).toEqual(
    tokens.slice(52, 65),
  );
});

test("an unknown token elsewhere in a file does not hide the others", async () => {
  const experiment = await onFile(saved(Uint8Array.from(tokens).with(5 * 13 + 2, 7)));
  expect([...(await sequenceAt(experiment, { set: "train", index: 4 })).tokens]).toEqual(
    tokens.slice(52, 65),
  );
  await expect(sequenceAt(experiment, { set: "train", index: 5 })).rejects.toThrow(
    /row 5, column 2.*holds 7/,
  );
});

test.each([
  [{ set: "train", index: 24 }, "There is no training sequence 24: counted from 0, they end with 23."],
  [{ set: "train", index: -1 }, "There is no training sequence -1: counted from 0, they end with 23."],
  [{ set: "train", index: 0.5 }, "There is no training sequence 0.5: counted from 0, they end with 23."],
  [{ set: "validation", index: 8 }, "There is no validation sequence 8: counted from 0, they end with 7."],
] as const)("%j is refused, and what is allowed is said", async (place, message) => {
  await expect(sequenceAt(experimentOf(), place)).rejects.toThrow(message);
});

test("beyond the rows of a file nothing is read", async () => {
  const experiment = await onFile(saved(Uint8Array.from(tokens)));
  await expect(sequenceAt(experiment, { set: "train", index: 7 })).rejects.toThrow(/end with 6/);
  await expect(sequenceAt(experiment, { set: "validation", index: 3 })).rejects.toThrow(/end with 2/);
});

test("where a set is empty, that is said", async () => {
  const none = experimentOf({ data: { ...markov, trainSequences: 5, validationSequences: 0 } });
  await expect(sequenceAt(none, { set: "validation", index: 0 })).rejects.toThrow(/nothing is held out/);
  const all = await onFile(saved(Uint8Array.from(tokens)), 30);
  await expect(sequenceAt(all, { set: "train", index: 0 })).rejects.toThrow(
    /all that the file holds are held out/,
  );
});

test("a file that is gone is named, with what to do", async () => {
  const experiment = await onFile(() => Promise.resolve());
  await expect(sequenceAt(experiment, { set: "train", index: 0 })).rejects.toThrow(
    /The data file .*tokens\.npy cannot be read: ENOENT.*Put it back/,
  );
});

test("a file that is something else, or was cut off, is refused as training would", async () => {
  const other = await onFile((file) => writeFile(file, "no sequences"));
  await expect(sequenceAt(other, { set: "train", index: 0 })).rejects.toThrow(/not a \.npy file/);
  const cut = await onFile((file) =>
    writeFile(file, encodeNpy(Uint8Array.from(tokens), [10, 13]).subarray(0, 200)),
  );
  await expect(sequenceAt(cut, { set: "train", index: 0 })).rejects.toThrow(/truncated/);
});

test("a file is looked at anew each time", async () => {
  const experiment = await onFile(saved(Uint8Array.from(tokens)));
  if (experiment.data.kind !== "file") throw new Error("not a file");
  await sequenceAt(experiment, { set: "train", index: 0 });
  const { path: file } = experiment.data;
  await writeFile(file, encodeNpy(Uint8Array.from(tokens).reverse(), [10, 13]));
  const { tokens: now } = await sequenceAt(experiment, { set: "train", index: 0 });
  expect([...now]).toEqual(tokens.slice(-13).reverse());
});
