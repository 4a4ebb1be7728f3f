/** The text of an experiment file or its kin: JSON with comments and trailing commas, read with the place of every field. */
import { getNodeValue, printParseErrorCode } from "jsonc-parser";
import type { Node, ParseError } from "jsonc-parser";
import { mostMended, type Fix } from "./fixes/fix";
import type { Path } from "./paths";
import { problemAt, type Finding, type Place, type Problem } from "./problems";
import { removal } from "./fixes/propertyEdits";
import { standInFor } from "./standIns";
import { syntaxFixes } from "./fixes/syntaxFixes";
import { isTooDeep, mostBrackets, nodeAt, treeOf } from "./textTree";
import { written } from "./written";

export interface Source {
  /** What the text says, as far as it can be read; undefined when it says nothing. */
  readonly value: unknown;
  /** Faults of the text as JSON: syntax, and keys given twice. */
  readonly problems: readonly Problem[];
  /** Whether the syntax is broken, so that a field that seems missing may just be unreadable. */
  readonly broken: boolean;
  /** Where the field at `path` is written: its value or its key; undefined when it is not in the text. */
  placeOf(path: Path, part: "value" | "key"): Place | undefined;
}

/** What a text is to be. */
export interface TextKind {
  /** `experiment` */
  readonly noun: string;
  /** What to say of an empty file. */
  readonly emptiness: string;
  /** What to begin with. */
  readonly least: unknown;
}

const experimentText: TextKind = {
  noun: "experiment",
  emptiness: 'The file is empty: an experiment is an object with at least a name, { "name": "first" }.',
  least: { name: standInFor(["name"]) },
};

export function readSource(text: string, kind: TextKind = experimentText): Source {
  const errors: ParseError[] = [];
  const place = placesIn(text);
  if (isTooDeep(text)) {
    const message = `No ${kind.noun} nests brackets more than ${mostBrackets} deep: this is something else.`;
    const problem = problemAt(place(0, 1), fault([], "value", message));
    return { value: undefined, problems: [problem], broken: true, placeOf: () => undefined };
  }
  const root = treeOf(text, errors);
  return {
    value: root && getNodeValue(root),
    problems: [
      ...syntaxProblems(text, kind, errors, place),
      ...(root ? duplicateKeys(text, root, [], place) : []),
    ],
    broken: errors.length > 0,
    placeOf(path, part) {
      const node = nodeAt(root, path);
      if (!node) return undefined;
      if (part === "value") return place(node.offset, node.length);
      const key = node.parent?.type === "property" ? node.parent.children?.[0] : undefined;
      return key ? place(key.offset, key.length) : place(node.offset, 1);
    },
  };
}

type PlaceAt = (offset: number, length: number) => Place;

const syntaxMessages: Record<ReturnType<typeof printParseErrorCode>, string> = {
  InvalidSymbol: "This is not JSON: text belongs in double quotes.",
  InvalidNumberFormat: "This is not a number as JSON writes it.",
  PropertyNameExpected: "A key in double quotes is expected here.",
  ValueExpected: "A value is expected here.",
  ColonExpected: "A colon is expected between a key and its value.",
  CommaExpected: "A comma is missing before this.",
  CloseBraceExpected: "A closing brace } is missing.",
  CloseBracketExpected: "A closing bracket ] is missing.",
  EndOfFileExpected: "What the file holds ends before this: remove what follows.",
  InvalidCommentToken: "Comments are written // like this or /* like this */.",
  UnexpectedEndOfComment: "The comment is not closed: add */.",
  UnexpectedEndOfString: "The text is not closed: add a double quote.",
  UnexpectedEndOfNumber: "The number is incomplete.",
  InvalidUnicode: "A \\u escape takes four hexadecimal digits.",
  InvalidEscapeCharacter: 'After a backslash, JSON allows only ", \\, /, b, f, n, r, t and u.',
  InvalidCharacter: "Text may not hold control characters: write \\n for a new line, \\t for a tab.",
  "<unknown ParseErrorCode>": "This is not JSON.",
};

/** One problem per line: what follows a slip is mostly the parser's own confusion. */
function syntaxProblems(
  text: string,
  kind: TextKind,
  errors: readonly ParseError[],
  place: PlaceAt,
): Problem[] {
  if (text.trim() === "") return [emptiness(text, kind, place)];
  const slips = errors.map(({ error, offset, length }) => {
    return { code: printParseErrorCode(error), ...place(offset, length) };
  });
  const lines = slips.map(({ line }) => line);
  return slips
    .filter(({ line }, index) => lines.indexOf(line) === index)
    .map((slip, index) => {
      const fixes = index < mostMended ? syntaxFixes(text, slip, errors.length) : [];
      return problemAt(place(slip.offset, slip.length), fault([], "value", syntaxMessages[slip.code], fixes));
    });
}

function emptiness(text: string, kind: TextKind, place: PlaceAt): Problem {
  const least = written(kind.least);
  const edits = [{ offset: 0, length: text.length, content: `${least}\n` }];
  return problemAt(
    place(0, 0),
    fault([], "value", kind.emptiness, [{ title: `Insert ${least}`, kind: "edit", edits }]),
  );
}

/** JSON readers silently keep the last of equal keys; whoever wrote both should know. */
function duplicateKeys(text: string, node: Node, path: Path, place: PlaceAt): Problem[] {
  const children = node.children ?? [];
  if (node.type === "array")
    return children.flatMap((child, index) => duplicateKeys(text, child, [...path, index], place));
  const first = new Map<string, number>();
  return children.flatMap((property) => {
    const [key, value] = property.children ?? [];
    const name = String(key.value);
    const inner = value ? duplicateKeys(text, value, [...path, name], place) : [];
    const earlier = first.get(name);
    if (earlier === undefined) {
      first.set(name, key.offset);
      return inner;
    }
    const message = `"${name}" is given twice, first on line ${place(earlier, 0).line}: keep one of them.`;
    const fix: Fix = { title: `Remove this "${name}"`, kind: "edit", edits: removal(text, property) };
    return [
      problemAt(place(key.offset, key.length), fault([...path, name], "key", message, [fix])),
      ...inner,
    ];
  });
}

function fault(path: Path, about: Finding["about"], message: string, fixes: readonly Fix[] = []): Finding {
  return { severity: "error", path, about, message, fixes };
}

/** Turns offsets into lines and columns; the starts of lines are found once. */
function placesIn(text: string): PlaceAt {
  const lineStarts = [0, ...Array.from(text.matchAll(/\r\n|\r|\n/g), (end) => end.index + end[0].length)];
  return (offset, length) => {
    const line = lineStarts.findLastIndex((start) => start <= offset);
    return { line: line + 1, column: offset - lineStarts[line] + 1, offset, length };
  };
}
