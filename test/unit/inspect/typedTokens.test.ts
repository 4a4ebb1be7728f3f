/** Tokens as people type them: what is read, and what of it is refused, exactly. */
import { expect, test } from "vitest";
import { longestSequence, readTypedTokens, tokenName } from "../../../core/inspect";

function read(text: string, alphabetSize: number): number[] {
  const result = readTypedTokens(text, alphabetSize);
  if (result.kind === "problem") throw new Error(JSON.stringify(result.problem));
  return Array.from(result.tokens);
}

function problem(text: string, alphabetSize: number) {
  const result = readTypedTokens(text, alphabetSize);
  return result.kind === "problem" ? result.problem : null;
}

test("letters of either case, and numbers with something between them", () => {
  expect(read("ABC abc", 3)).toEqual([0, 1, 2, 0, 1, 2]);
  expect(read(" A,b;\tC\n0 1,2 ", 3)).toEqual([0, 1, 2, 0, 1, 2]);
  expect(read("z", 26)).toEqual([25]);
  expect(read("255 0 007", 256)).toEqual([255, 0, 7]);
});

test("what is no token is named with its place", () => {
  expect(problem("AB D", 3)).toEqual({ kind: "unknown", text: "D", place: 4 });
  expect(problem("0 12", 3)).toEqual({ kind: "unknown", text: "12", place: 3 });
  expect(problem("a", 27), "too many tokens for letters").toEqual({ kind: "unknown", text: "a", place: 1 });
  expect(problem("🙂🙂x<", 26), "characters as people count them").toEqual({
    ...{ kind: "unknown", text: "🙂", place: 1 },
  });
  expect(problem("AB-", 3)).toEqual({ kind: "unknown", text: "-", place: 3 });
  expect(problem("é", 26)).toEqual({ kind: "unknown", text: "é", place: 1 });
  expect(problem("9".repeat(400), 256)).toMatchObject({ kind: "unknown", place: 1 });
});

test("nothing, and more than a sequence holds, are refused", () => {
  expect(problem("", 3)).toEqual({ kind: "nothing" });
  expect(problem(" , \n", 3)).toEqual({ kind: "nothing" });
  expect(read("A".repeat(longestSequence), 3)).toHaveLength(longestSequence);
  expect(problem("A".repeat(longestSequence + 1), 3)).toEqual({ kind: "tooLong", count: 65_536 });
});

test("every token is read again from its own name", () => {
  for (const alphabetSize of [2, 26, 27, 256]) {
    const tokens = Array.from({ length: alphabetSize }, (_, token) => token);
    const written = tokens.map((token) => tokenName(token, alphabetSize)).join(" ");
    expect(read(written, alphabetSize)).toEqual(tokens);
  }
});
