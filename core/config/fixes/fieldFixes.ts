/**
 * Ways to mend what is wrong with a single field. Each is tried before it is offered: the field is right afterwards.
 * Remedies of rules between fields stand beside the rules.
 */
import { familyGroups } from "../families";
import { change, insert, remove, rename, type Fix } from "./fix";
import { flattened, issuePath } from "../issues";
import {
  branchesOf,
  discriminators,
  fieldAt,
  keysAt,
  kindsAt,
  valuesOf,
  type FieldSchema,
} from "../jsonSchema";
import { nearest } from "../nearest";
import { liesWithin, replaceAt, valueAt, type Path } from "../paths";
import type { Finding } from "../problems";
import { experimentSchema } from "../schema";
import { standInFor } from "../standIns";

/** More choices than this are no menu. */
const mostChoices = 6;

/** @param value the whole experiment. */
export function fieldFixes({ path, about }: Finding, value: unknown): readonly Fix[] {
  switch (about) {
    case "key":
      return [unknownKeyFix(path, value)];
    case "absence":
      return valuesFor(path, value).map((next) => insert(path, next));
    case "value":
      return faultyValueFixes(path, value);
  }
}

function unknownKeyFix(path: Path, value: unknown): Fix {
  const holder = path.slice(0, -1);
  const meant = nearest(String(path.at(-1)), keysAt(holder, value));
  const free = meant !== undefined && valueAt(value, [...holder, meant]) === undefined;
  return free ? rename(path, meant) : remove(path);
}

/** For a field that is missing: each of its choices, or something to begin with. */
function valuesFor(path: Path, value: unknown): readonly unknown[] {
  const choices = choicesAt(path, value);
  const stand = standInFor(path);
  return choices.length > 0 && choices.length <= mostChoices ? choices : stand === undefined ? [] : [stand];
}

function faultyValueFixes(path: Path, value: unknown): readonly Fix[] {
  const field = fieldAt(path, value) ?? {};
  const mends = (next: unknown) => isRightWith(next, path, value);
  const meant = unique(meantBy(valueAt(value, path), field, choicesAt(path, value))).filter(mends);
  if (meant.length > 0) return meant.map((next) => change(path, next));
  const choices = choicesAt(path, value).filter(mends);
  if (choices.length > 0 && choices.length <= mostChoices) return choices.map((next) => change(path, next));
  const standard = field.default;
  if (standard !== undefined && !isObject(standard) && mends(standard)) {
    return [change(path, standard, ", the default")];
  }
  return isOptional(path, value) ? [remove(path)] : [];
}

/** What somebody who wrote `found` may have meant, the likeliest first; not all of it need be allowed. */
function meantBy(found: unknown, field: FieldSchema, choices: readonly unknown[]): readonly unknown[] {
  const read = typeof found === "string" ? readAsJson(found) : found;
  const near = typeof found === "string" ? nearest(found, choices.filter(isText)) : undefined;
  return [
    ...(near === undefined ? [] : [near]),
    ...branchesOf(field).flatMap((branch): readonly unknown[] => {
      switch (branch.type) {
        case "number":
        case "integer":
          return typeof read === "number" ? nearestNumber(read, branch) : [];
        case "boolean":
          return [read === 0 || read === 1 ? read === 1 : read];
        case "null":
          return read === null ? [null] : [];
        case "string":
          return branch.enum || branch.const !== undefined ? [] : nearestText(found, branch);
        case "array":
          return Array.isArray(found) ? nearestList(found, branch) : [[found]];
        default:
          return [];
      }
    }),
  ];
}

/** Texts that hold what belongs outside of quotes: `"3"`, `"True"`. */
function readAsJson(text: string): unknown {
  const plain = text.trim().toLowerCase();
  if (plain === "null") return null;
  if (plain === "true" || plain === "false") return plain === "true";
  return plain === "" || Number.isNaN(Number(plain)) ? text : Number(plain);
}

/** None where the bound itself is not allowed: there is no number next to it. */
function nearestNumber(found: number, { type, minimum, maximum }: FieldSchema): number[] {
  const whole = type === "integer" ? Math.round(found) : found;
  const least = Math.max(whole, minimum ?? -Infinity);
  const near = Math.min(least, maximum ?? Infinity);
  return Number.isFinite(near) ? [near] : [];
}

function nearestText(found: unknown, { maxLength, pattern }: FieldSchema): string[] {
  if (typeof found === "number" || typeof found === "boolean") return [String(found)];
  if (typeof found !== "string") return [];
  // Of this schema's texts only names have a pattern: they become parts of file names.
  const fit = pattern === undefined ? found : found.replace(/[/\\]|\p{Cc}/gu, "-");
  return [fit.slice(0, maxLength)];
}

/** Each element once; in order if they are numbers; no more than fit. */
function nearestList(found: readonly unknown[], { maxItems }: FieldSchema): unknown[] {
  const once = unique(found);
  const sorted = once.every(isNumber) ? once.toSorted((left, right) => left - right) : once;
  return [sorted.slice(0, maxItems)];
}

function choicesAt(path: Path, value: unknown): readonly unknown[] {
  const field = fieldAt(path, value);
  const groups = groupsAt(path, value);
  if (field)
    return branchesOf(field)
      .flatMap(valuesOf)
      .filter((choice) => groups?.includes(choice) ?? true);
  const deciding = discriminators.find((key) => key === path.at(-1));
  return deciding ? kindsAt(path.slice(0, -1), value, deciding) : [];
}

/** Of an element of a stage's `train`: the groups that the model has. */
function groupsAt(path: Path, value: unknown): readonly unknown[] | undefined {
  if (path.length !== 5 || path[3] !== "train") return undefined;
  const family = valueAt(value, ["model", "family"]) ?? "disentangled";
  return Object.entries(familyGroups).find(([name]) => name === family)?.[1];
}

/** Whether nothing is wrong any more at `path`, and not with the list that it is an element of either. */
function isRightWith(next: unknown, path: Path, value: unknown): boolean {
  const result = experimentSchema.safeParse(replaceAt(value, path, next));
  if (result.success) return true;
  const judged = typeof path.at(-1) === "number" ? path.slice(0, -1) : path;
  const paths = flattened(result.error.issues).map(issuePath);
  return !paths.some(
    (wrong) => liesWithin(wrong, path) || (wrong.length === judged.length && liesWithin(wrong, judged)),
  );
}

function isOptional(path: Path, value: unknown): boolean {
  const key = path.at(-1);
  return typeof key === "string" && isRightWith(undefined, path, value);
}

function unique(items: readonly unknown[]): unknown[] {
  const texts = items.map((item) => JSON.stringify(item));
  return items.filter((_, index) => texts.indexOf(texts[index]) === index);
}

function isText(item: unknown): item is string {
  return typeof item === "string";
}

function isNumber(item: unknown): item is number {
  return typeof item === "number";
}

function isObject(item: unknown): boolean {
  return typeof item === "object" && item !== null && !Array.isArray(item);
}
