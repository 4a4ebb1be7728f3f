/** Rules between stages, and of stages with the data, each with its own words and remedies. */
import { count } from "./count";
import { remove, set } from "./fixes/fix";
import { parsePath } from "./paths";
import type { Breach } from "./rules";
import type { Experiment } from "./schema";
import { groupsOf } from "./families";

export function* trainingBreaches(experiment: Experiment): Generator<Breach> {
  yield* foreignGroupBreaches(experiment);
  yield* flowBreaches(experiment);
  yield* idleBreaches(experiment);
  yield* validationBreaches(experiment);
}

function* flowBreaches({ data, training }: Experiment): Generator<Breach> {
  for (const [index, { optimizer, learningRate }] of training.stages.entries()) {
    const stage = `training.stages[${index}]`;
    if (optimizer.kind !== "flow") continue;
    if (data.kind !== "file" && data.online) {
      yield {
        severity: "error",
        fields: [`${stage}.optimizer`, "data.online"],
        message: 'Gradient flow needs a fixed loss: use "sgd" or "adam", or set data.online to false.',
        found: "flow on fresh sequences every step",
        fixes: [
          set(`${stage}.optimizer`, "sgd"),
          set(`${stage}.optimizer`, "adam"),
          set("data.online", false),
        ],
      };
    }
    if (learningRate !== 1) {
      yield {
        severity: "warning",
        fields: [`${stage}.learningRate`, `${stage}.optimizer`],
        message:
          "Gradient flow uses no learning rate: this one has no effect. Set the optimizer's tolerance instead.",
        found: String(learningRate),
        fixes: [remove(parsePath(`${stage}.learningRate`))],
      };
    }
  }
}

function* foreignGroupBreaches({ model: { family }, training }: Experiment): Generator<Breach> {
  const groups = groupsOf(family);
  for (const [index, { train }] of training.stages.entries()) {
    const foreign = train.filter((group) => !groups.includes(group));
    if (foreign.length === 0) continue;
    const field = `training.stages[${index}].train`;
    const rest = train.filter((group) => groups.includes(group));
    yield {
      severity: "error",
      fields: [field, "model.family"],
      message: `A model of the family ${family} has no ${foreign.join(", ")}, which ${field} names: train what it has.`,
      found: train.join(", "),
      allowed: groups.join(", "),
      fixes: [
        ...(rest.length > 0 ? [set(field, rest)] : []),
        set(field, groups),
        set("training.stages", [{ train: groups, steps: training.stages[index].steps, learningRate: 0.01 }]),
      ],
    };
  }
}

/** What somebody has set a start for, as a copier's, is meant to stay there. */
function isGivenStart({ family, initial }: Experiment["model"], group: string): boolean {
  return (
    family === "mixed-target" &&
    Object.entries(initial).some(([name, value]) => name === group && value !== undefined)
  );
}

function* idleBreaches({ model, training }: Experiment): Generator<Breach> {
  const groups = groupsOf(model.family);
  // Where a stage trains what there is not, that is what to mend first.
  if (training.stages.some(({ train }) => train.some((group) => !groups.includes(group)))) return;
  const idle = groups.filter(
    (group) => !training.stages.some(({ train }) => train.includes(group)) && !isGivenStart(model, group),
  );
  if (idle.length === 0) return;
  yield {
    severity: "warning",
    fields: ["training.stages"],
    message: `No stage trains ${listed(idle)}, which will keep ${idle.length === 1 ? "its" : "their"} initial values.`,
    found: `stages that train ${groups.filter((group) => !idle.includes(group)).join(", ")}`,
  };
}

/** `rpe`, `rpe or scale`, `rpe, query or scale` */
function listed(groups: readonly string[]): string {
  return groups.length < 2
    ? groups.join("")
    : `${groups.slice(0, -1).join(", ")} or ${groups[groups.length - 1]}`;
}

function* validationBreaches({ data, training }: Experiment): Generator<Breach> {
  if (data.validationSequences > 0 || training.validationEvery === 0) return;
  yield {
    severity: "warning",
    fields: ["data.validationSequences", "training.validationEvery"],
    message:
      "No sequences are held out, so there will be no validation loss: hold some out, or set training.validationEvery to 0.",
    found: `0 sequences, to be evaluated every ${count(training.validationEvery, "step")}`,
    fixes: [
      set("training.validationEvery", 0),
      // How many rows of a file can be spared, the experiment does not say.
      ...(data.kind !== "file" ? [set("data.validationSequences", 1_000)] : []),
    ],
  };
}
