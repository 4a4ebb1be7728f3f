/** What is different between two experiments, field by field. How a difference is said is changeWords.ts. */
import { changeInWords } from "./changeWords";
import { isHolder, pathText, valueAt, type Path } from "./paths";
import type { Experiment, StageConfig, TrainingConfig } from "./schema";
import { stageName, trainableGroups } from "./trainingSchema";

export interface Change {
  /** Of a stage that was added its place in the later experiment, otherwise the place in the earlier one. */
  readonly path: Path;
  /** `training.stages[1].learningRate`. */
  readonly pathText: string;
  /** Undefined where the earlier experiment says nothing: an option that was left out, a stage that is new. */
  readonly before: unknown;
  /** Undefined where the later one says nothing. */
  readonly after: unknown;
  /** `learning rate 1 → 0.3 in stage II`; stages count from I. */
  readonly words: string;
}

/**
 * All changes, in the order of the file; none for what makes no difference to a run (`$schema`, the order of the
 * groups that a stage trains, its default name). Lists change as wholes, but stages one by one: those that are equal
 * at the beginning and at the end are the same, and between these a pair at the same place is a stage that was changed.
 */
export function compareExperiments(before: Experiment, after: Experiment): readonly Change[] {
  const part = (key: keyof Experiment) => differences(before[key], after[key], [key]);
  const found = [
    ...(["name", "seed", "data", "model"] as const).flatMap(part),
    ...stageDifferences(before.training.stages, after.training.stages),
    ...differences(withoutStages(before.training), withoutStages(after.training), ["training"]),
    ...(["record", "engine"] as const).flatMap(part),
  ];
  return found.map((difference) => ({
    ...difference,
    pathText: pathText(difference.path),
    words: changeInWords(difference, before, after),
  }));
}

export type Difference = Pick<Change, "path" | "before" | "after">;

function differences(before: unknown, after: unknown, path: Path): Difference[] {
  if (!isOneObject(before, after)) return sameText(before, after) ? [] : [{ path, before, after }];
  const keys = new Set([before, after].flatMap((side) => Object.keys(side ?? {})));
  return Array.from(keys).flatMap((key) =>
    differences(valueAt(before, [key]), valueAt(after, [key]), [...path, key]),
  );
}

/**
 * Whether both values are one object with other fields, rather than one thing in another's place: data from a file
 * instead of from chains, another optimizer. An optional object that is left out is one without fields.
 */
function isOneObject(before: unknown, after: unknown): boolean {
  const sides = [before, after].filter((side) => side !== undefined);
  const objects = sides.every((side) => isHolder(side) && !Array.isArray(side));
  return objects && !(isVariant(before) && isVariant(after) && before.kind !== after.kind);
}

/** What has other fields with another `kind`. (An engine has the same ones.) */
function isVariant(value: unknown): value is { readonly kind: unknown } {
  return isHolder(value) && "kind" in value && !("threads" in value);
}

function stageDifferences(before: readonly StageConfig[], after: readonly StageConfig[]): Difference[] {
  const same = (index: number) => stageChanges(before.at(index), after.at(index), []).length === 0;
  const shorter = Math.min(before.length, after.length);
  let head = 0;
  while (head < shorter && same(head)) head++;
  let tail = 0;
  while (tail < shorter - head && same(-1 - tail)) tail++;
  const [old, now] = [before, after].map((stages) => stages.slice(0, stages.length - tail));
  const places = Array.from({ length: Math.max(old.length, now.length) }, (_, place) => place).slice(head);
  return places.flatMap((place) => stageChanges(old[place], now[place], ["training", "stages", place]));
}

/** @param before undefined for a stage that is new, as `after` for one that is gone */
function stageChanges(
  before: StageConfig | undefined,
  after: StageConfig | undefined,
  path: Path,
): Difference[] {
  return before && after ? differences(said(before), said(after), path) : [{ path, before, after }];
}

/** A stage without what it would be called anyway, its groups in their own order. */
function said({ name, train, ...settings }: StageConfig) {
  return {
    name: name === stageName(train) ? undefined : name,
    train: trainableGroups.filter((group) => train.includes(group)),
    ...settings,
  };
}

function withoutStages({ stages: _, ...training }: TrainingConfig) {
  return training;
}

function sameText(before: unknown, after: unknown): boolean {
  return JSON.stringify(before) === JSON.stringify(after);
}
