/** Other ways to spend the same steps: fewer of them, without a group, all in one stage, or one stage a group. */
import { stageName, type OptimizerConfig, type StageConfig } from "../config";

type Group = StageConfig["train"][number];
/** A stage as it is written; its name follows from what it trains. */
export type StageSource = Omit<StageConfig, "name"> & { readonly name?: string };

/** The paper's order, and how many of its 57,000 steps each takes. */
const paperShares: readonly (readonly [Group, number])[] = [
  ["coefficients", 2_000],
  ["rpe", 50_000],
  ["scale", 5_000],
];

/** The same stages with `total` steps in all, in the same proportions, at least one each. */
export function withTotalSteps(stages: readonly StageConfig[], total: number): StageConfig[] {
  const steps = proportioned(
    total,
    stages.map((stage) => stage.steps),
  );
  return stages.map((stage, index) => ({ ...stage, steps: steps[index] }));
}

/** Without a group; stages that would train nothing are gone. */
export function withoutGroup(stages: readonly StageConfig[], group: Group): StageSource[] {
  return stages
    .map((stage) => (stage.train.includes(group) ? trainingOnly(stage, others(stage.train, group)) : stage))
    .filter(({ train }) => train.length > 0);
}

export function trains(stages: readonly StageConfig[], group: Group): boolean {
  return stages.some(({ train }) => train.includes(group));
}

/** Everything that any stage trains at once, as the first stage trains it, for as long as all together. */
export function inOneStage(stages: readonly StageConfig[]): StageSource[] {
  const train = paperShares.map(([group]) => group).filter((group) => trains(stages, group));
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

/** A stage for each group that is trained, in the paper's order and proportions, each as its first stage trains it. */
export function inStages(stages: readonly StageConfig[]): StageSource[] {
  const shares = paperShares.filter(([group]) => trains(stages, group));
  const total = stages.reduce((sum, stage) => sum + stage.steps, 0);
  const steps = proportioned(
    total,
    shares.map(([, share]) => share),
  );
  const time = stages.reduce((sum, { optimizer }) => sum + timeOf(optimizer), 0);
  return shares.map(([group], index) => {
    const stage = stages.find(({ train }) => train.includes(group)) ?? stages[0];
    const optimizer = withTime(stage.optimizer, (time * steps[index]) / total);
    return { ...trainingOnly(stage, [group]), steps: steps[index], optimizer };
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

function others(train: readonly Group[], group: Group): Group[] {
  return train.filter((other) => other !== group);
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
