/** From an experiment's stage to the optimiser that it names, and to the entries of the vector that it moves. */
import type { StageConfig } from "../config";
import { groupOf, type GroupName, type ParameterLayout } from "../model";
import { Adam } from "./adam";
import { GradientDescent } from "./gradientDescent";
import { GradientFlow } from "./gradientFlow";
import type { Optimizer } from "./optimizer";

/** A fresh optimiser for a stage of a parameter vector laid out by `layout`. */
export function createOptimizer(stage: StageConfig, layout: ParameterLayout): Optimizer {
  const { optimizer, learningRate } = stage;
  const trained = trainedEntries(layout, stage.train);
  switch (optimizer.kind) {
    case "sgd":
      return new GradientDescent(learningRate, trained);
    case "adam":
      return new Adam(learningRate, optimizer, trained);
    case "flow":
      return new GradientFlow(optimizer, layout.size, trained, errorFloors(layout, stage.train));
  }
}

/** Where the groups of a stage lie in the parameter vector, entry by entry and ascending. */
export function trainedEntries(layout: ParameterLayout, train: readonly GroupName[]): Int32Array {
  return Int32Array.from(
    layout.groups
      .filter(({ name }) => train.includes(name))
      .flatMap(({ offset, size }) => Array.from({ length: size }, (_, index) => offset + index)),
  );
}

/**
 * Magnitude below which an entry's error counts absolutely, above which relative to the entry. Logits and the scale
 * act through exponentials, where an error of 0.001 means the same at 0 as at 1. Coefficients act through their
 * ratios and may come back from 1e-30, so each is followed relative to itself, down to where float64 ends.
 */
function errorFloorOf(group: GroupName): number {
  return group === "coefficients" ? 1e-250 : 1;
}

function errorFloors(layout: ParameterLayout, train: readonly GroupName[]): Float64Array {
  const floors = new Float64Array(layout.size);
  for (const name of train) {
    const { offset, size } = groupOf(layout, name);
    floors.fill(errorFloorOf(name), offset, offset + size);
  }
  return Float64Array.from(trainedEntries(layout, train), (entry) => floors[entry]);
}
