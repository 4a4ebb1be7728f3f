/** Other ways to spend the same steps: fewer of them, without some groups, all in one stage, or one stage a part. */
import { stageName, type OptimizerConfig, type StageConfig } from "../config";

export type Group = StageConfig["train"][number];
/** A stage as it is written; its name follows from what it trains. */
export type StageSource = Omit<StageConfig, "name"> & { readonly name?: string };

/**
 * The parts of a model that have a stage each, in the paper's order: the selector, the copier with the positions, the
 * scale. Of its 57,000 steps the paper gives them 2,000, 50,000 and 5,000.
 */
export interface Part {
  readonly groups: readonly Group[];
  readonly share: number;
}

const mlpGroups: readonly Group[] = [
  ...(["normGain", "normBias", "hiddenWeights", "hiddenBias"] as const),
  ...(["outputWeights", "outputBias", "finalGain", "finalBias"] as const),
];

/** With an MLP the LayerNorms are the MLP's, else those of what heads bring. */
export function partsOf(hasSelector: boolean): {
  readonly selector: Part;
  readonly copier: Part;
  readonly scale: Part;
} {
  const placing: readonly Group[] = ["rpe", "positions", "query", "key", "outputValue"];
  return {
    selector: { groups: hasSelector ? ["coefficients"] : mlpGroups, share: 2_000 },
    copier: { groups: hasSelector ? [...placing, "normGain", "normBias"] : placing, share: 50_000 },
    scale: { groups: ["scale"], share: 5_000 },
  };
}

/** The same stages with `total` steps in all, in the same proportions, at least one each. */
export function withTotalSteps(stages: readonly StageConfig[], total: number): StageConfig[] {
  const steps = proportioned(
    total,
    stages.map((stage) => stage.steps),
  );
  return stages.map((stage, index) => ({ ...stage, steps: steps[index] }));
}

/** Without some groups; stages that would train nothing are gone. */
export function withoutGroups(stages: readonly StageConfig[], groups: readonly Group[]): StageSource[] {
  return stages
    .map((stage) => (trains([stage], groups) ? trainingOnly(stage, others(stage.train, groups)) : stage))
    .filter(({ train }) => train.length > 0);
}

/** With other groups in place of some, wherever one of those was trained. */
export function withGroupsFor(
  stages: readonly StageConfig[],
  groups: readonly Group[],
  instead: readonly Group[],
): StageSource[] {
  return stages.map((stage) =>
    trains([stage], groups) ? trainingOnly(stage, [...instead, ...others(stage.train, groups)]) : stage,
  );
}

/** Whether any stage trains any of them. */
export function trains(stages: readonly StageConfig[], groups: readonly Group[]): boolean {
  return stages.some(({ train }) => groups.some((group) => train.includes(group)));
}

/** Everything that any stage trains at once, as the first stage trains it, for as long as all together. */
export function inOneStage(stages: readonly StageConfig[]): StageSource[] {
  const train = Array.from(new Set(stages.flatMap((stage) => stage.train)));
  const times = stages.map(({ optimizer }) => timeOf(optimizer));
  const steps = stages.reduce((sum, stage) => sum + stage.steps, 0);
  const time = times.reduce((sum, each) => sum + each, 0);
  return [{ ...trainingOnly(stages[0], train), steps, optimizer: withTime(stages[0].optimizer, time) }];
}

/** Whether all stages train alike but for what they train and for how long. */
export function trainAlike(stages: readonly StageConfig[]): boolean {
  const manner = ({ learningRate, optimizer, stopWhen }: StageConfig) =>
    JSON.stringify([learningRate, withTime(optimizer, NaN), stopWhen]);
  return stages.every((stage) => manner(stage) === manner(stages[0]));
}

/** A stage for each part that is trained, in the paper's order and proportions, each as its first stage trains it. */
export function inStages(stages: readonly StageConfig[], parts: readonly Part[]): StageSource[] {
  const trained = parts
    .map(({ groups, share }) => ({ groups: groups.filter((group) => trains(stages, [group])), share }))
    .filter(({ groups }) => groups.length > 0);
  const total = stages.reduce((sum, stage) => sum + stage.steps, 0);
  const steps = proportioned(
    total,
    trained.map(({ share }) => share),
  );
  const time = stages.reduce((sum, { optimizer }) => sum + timeOf(optimizer), 0);
  return trained.map(({ groups }, index) => {
    const stage = stages.find((candidate) => trains([candidate], groups)) ?? stages[0];
    const optimizer = withTime(stage.optimizer, (time * steps[index]) / total);
    return { ...trainingOnly(stage, groups), steps: steps[index], optimizer };
  });
}

function proportioned(total: number, shares: readonly number[]): number[] {
  const sum = shares.reduce((all, share) => all + share, 0);
  const parts = shares.map((share) => Math.max(1, Math.floor((total * share) / sum)));
  const largest = parts.indexOf(Math.max(...parts));
  const rest = total - parts.reduce((all, part) => all + part, 0);
  parts[largest] = Math.max(1, parts[largest] + rest);
  return parts;
}

/** A name that somebody gave it stays. */
function trainingOnly({ name, ...stage }: StageConfig, train: readonly Group[]): StageSource {
  return { ...(name !== stageName(stage.train) && { name }), ...stage, train };
}

function others(train: readonly Group[], groups: readonly Group[]): Group[] {
  return train.filter((group) => !groups.includes(group));
}

/** Infinity where it has no horizon of its own. */
function timeOf(optimizer: OptimizerConfig): number {
  return optimizer.kind === "flow" ? (optimizer.time ?? Infinity) : Infinity;
}

function withTime(optimizer: OptimizerConfig, time: number): OptimizerConfig {
  if (optimizer.kind !== "flow") return optimizer;
  const { time: _, ...flow } = optimizer;
  return Number.isFinite(time) ? { ...flow, time } : flow;
}
