/** Changes of an experiment in words, as a timeline or a message says them. */
import type { Difference } from "./compare";
import { isHolder, pathText } from "./paths";
import type { Experiment, StageConfig } from "./schema";
import { stageName } from "./trainingSchema";

/** `learning rate 1 → 0.3 in stage II`, `stage III added`, `seed 0 → 1`. */
export function changeInWords({ path, before, after }: Difference, was: Experiment, is: Experiment): string {
  const [, list, place, ...field] = path;
  if (list !== "stages" || typeof place !== "number") return transition(pathText(path), before, after);
  if (field.length === 0) {
    const there = before === undefined ? is : was;
    return `${stageInWords(there, place)} ${before === undefined ? "added" : "removed"}`;
  }
  const stage = field[0] === "name" ? numbered(place) : stageInWords(is, place);
  return `${transition(pathText(["stage", ...field]), before, after)} in ${stage}`;
}

/** `stage II`, or `stage II (settle)` where somebody gave it a name. */
export function stageInWords({ training }: Experiment, stage: number): string {
  const config: StageConfig | undefined = training.stages[stage];
  const name = config && config.name !== stageName(config.train) ? ` (${config.name})` : "";
  return numbered(stage) + name;
}

function numbered(stage: number): string {
  return `stage ${roman(stage + 1)}`;
}

function transition(field: string, before: unknown, after: unknown): string {
  if (field === "stage.train" && Array.isArray(before) && Array.isArray(after)) {
    if (Math.max(before.join(", ").length, after.join(", ").length) > longest) {
      return `${fieldInWords(field)} ${groupsInWords(before, after)}`;
    }
  }
  return `${fieldInWords(field)} ${valueInWords(before, field)} → ${valueInWords(after, field)}`;
}

/** `without rpe, with positions, query, key`: of long lists what they differ in. */
function groupsInWords(before: readonly unknown[], after: readonly unknown[]): string {
  const gone = before.filter((group) => !after.includes(group));
  const added = after.filter((group) => !before.includes(group));
  return [
    ...(gone.length > 0 ? [`without ${shortened(gone.join(", "))}`] : []),
    ...(added.length > 0 ? [`with ${shortened(added.join(", "))}`] : []),
  ].join(", ");
}

/** Fields that are called otherwise than their keys; a stage's begin with `stage.`. */
const names: Readonly<Record<string, string>> = {
  "data.path": "data file",
  "data.prior.alpha": "α",
  "data.prior.floor": "probability floor γ",
  "data.initial": "law of the first tokens",
  "data.online": "online data",
  "model.epsilon": "ε",
  "model.initial.rpe.diagonal": "initial w of head h at lag h",
  "model.initial.rpe.offDiagonal": "initial w at other lags",
  "model.initial.coefficients": "initial c",
  "model.initial.scale": "initial a",
  "model.initial.query": "initial W_Q",
  "model.initial.key": "initial W_K",
  "model.initial.outputValue": "initial W_OV",
  "training.validationEvery": "steps between validations",
  "training.checkpointEvery": "steps between checkpoints",
  "record.snapshots": "steps between snapshots",
  "record.maxSnapshots": "most snapshots",
  "engine.kind": "engine",
  "engine.backend": "engine backend",
  "engine.path": "engine path",
  "stage.train": "trained groups",
  "stage.optimizer.beta1": "β₁",
  "stage.optimizer.beta2": "β₂",
  "stage.optimizer.epsilon": "ε of Adam",
  "stage.optimizer.time": "flow time",
  "stage.optimizer.initialStep": "first integration step",
  "stage.stopWhen.gradientNorm": "gradient norm to stop at",
  "stage.stopWhen.lossChange": "loss change to stop at",
};

/** `sequenceLength` is said "sequence length". */
function fieldInWords(field: string): string {
  const key = field.slice(field.lastIndexOf(".") + 1);
  return names[field] ?? key.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}

const longest = 40;

function valueInWords(value: unknown, field: string): string {
  if (field === "model.subsets") return subsetsInWords(value);
  // Fields of a model that may be left out stand for something all the same.
  if (value === undefined && field.startsWith("model.")) return "default";
  if (value === undefined || value === null) return "none";
  if (Array.isArray(value)) return shortened(value.some(isHolder) ? JSON.stringify(value) : value.join(", "));
  if (isHolder(value) && "kind" in value) return plain(value.kind);
  // Of two long paths the ends differ.
  if (field === "data.path") return `"${shortened(plain(value), "start")}"`;
  return field === "name" || field === "stage.name"
    ? `"${shortened(plain(value))}"`
    : shortened(plain(value));
}

/** `{1}, {1, 2}`. */
function subsetsInWords(subsets: unknown): string {
  if (!Array.isArray(subsets)) return "all";
  return shortened(subsets.map((heads) => `{${Array.isArray(heads) ? heads.join(", ") : ""}}`).join(", "));
}

function plain(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

function shortened(text: string, cut: "start" | "end" = "end"): string {
  if (text.length <= longest) return text;
  return cut === "end" ? `${text.slice(0, longest - 1)}…` : `…${text.slice(1 - longest)}`;
}

const numerals = [
  [1000, "M"],
  [900, "CM"],
  [500, "D"],
  [400, "CD"],
  [100, "C"],
  [90, "XC"],
  [50, "L"],
  [40, "XL"],
  [10, "X"],
  [9, "IX"],
  [5, "V"],
  [4, "IV"],
  [1, "I"],
] as const;

/** @param count from 1 */
export function roman(count: number): string {
  const fitting = numerals.find(([value]) => value <= count);
  return fitting ? fitting[1] + roman(count - fitting[0]) : "";
}
