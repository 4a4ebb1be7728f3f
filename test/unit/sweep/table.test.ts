/** The table of a sweep, as CSV and as Parquet, read back by other code than wrote it. */
import { parquetReadObjects, parquetSchema, parquetMetadata } from "hyparquet";
import { expect, test } from "vitest";
import {
  csvOf,
  parquetOf,
  parseSweep,
  planSweep,
  resultsTable,
  type MemberResult,
} from "../../../core/sweep";

function planOf(sweep: object) {
  const parsed = parseSweep(JSON.stringify({ name: "s", experiment: "quickstart", ...sweep }));
  if (!parsed.ok) throw new Error("The sweep has faults.");
  return planSweep(parsed.sweep);
}

const plan = planOf({
  grid: {
    "data.prior.alpha": [0.1, 1],
    "data.parents": [
      [1, 2],
      [1, 3],
    ],
    "data.online": [true],
  },
});

const done: MemberResult = {
  index: 0,
  state: "done",
  failure: null,
  attempts: 1,
  seconds: 1.25,
  measures: { loss: 0.1 + 0.2, validationLoss: NaN, scale: Infinity, selectedLags: "{1, 2}", own: "=1+1" },
};
const failed: MemberResult = {
  ...done,
  index: 2,
  state: "failed",
  failure: 'It said "NaN",\nand ended. Ωλ',
  measures: {},
};
const table = resultsTable(plan, [failed, done]);

test("has a row for every member, ended or not, and the columns in their order", () => {
  const names = table.columns.map(({ name }) => name);
  expect(names.slice(0, 9)).toEqual([
    "member",
    "run",
    "data.prior.alpha",
    "data.parents",
    "data.online",
    "seed",
    "state",
    "failure",
    "attempts",
  ]);
  expect(names.at(-1)).toBe("own");
  const column = (name: string) => table.columns.find((each) => each.name === name);
  expect(column("state")?.values).toEqual(["done", "open", "failed", "open"]);
  expect(column("data.parents")?.values).toEqual(["[1,2]", "[1,3]", "[1,2]", "[1,3]"]);
  expect(column("loss")?.values).toEqual([0.1 + 0.2, null, null, null]);
});

test("CSV quotes what needs it, keeps every digit, and leaves fields empty where nothing is known", () => {
  const text = csvOf(table);
  expect(text.endsWith("\r\n")).toBe(true);
  expect(text).toContain(
    '\r\n0,members/00000,0.1,"[1,2]",true,0,done,,1,1.25,0.30000000000000004,NaN,"{1, 2}",',
  );
  expect(text).toContain(',failed,"It said ""NaN"",\nand ended. Ωλ",1,1.25,,');
  expect(text).toMatch(/\r\n1,members\/00001,0\.1,"\[1,3\]",true,0,open,,+\r\n/);
});

test("Parquet, read back, has the same cells with their types", async () => {
  const file = new Uint8Array(parquetOf(table)).buffer;
  const rows = await parquetReadObjects({ file });
  const expected = Array.from({ length: table.rows }, (_, row) =>
    Object.fromEntries(
      table.columns.map(({ name, kind, values }) => {
        const value = values[row];
        return [name, kind === "integer" && typeof value === "number" ? BigInt(value) : value];
      }),
    ),
  );
  expect(rows).toEqual(expected);
  const types = parquetSchema(parquetMetadata(file)).children.map(({ element }) => [
    element.name,
    element.type,
  ]);
  expect(Object.fromEntries(types)).toMatchObject({
    member: "INT64",
    "data.prior.alpha": "DOUBLE",
    "data.online": "BOOLEAN",
    validationLoss: "DOUBLE",
  });
});

test("a sweep of which nothing has ended has its table all the same", async () => {
  const empty = resultsTable(plan, []);
  const rows = await parquetReadObjects({ file: new Uint8Array(parquetOf(empty)).buffer });
  expect(rows.map(({ state }) => state)).toEqual(["open", "open", "open", "open"]);
  expect(csvOf(empty).trimEnd().split("\r\n")).toHaveLength(5);
});
