/** The reference trajectories of test/vectors, as training problems. */
import { readFileSync } from "node:fs";
import path from "node:path";
import type { StageConfig } from "../../../core/config";
import type { TokenSet } from "../../../core/data";
import {
  disentangledModel,
  type DisentangledModel,
  type DisentangledShape,
  type GroupName,
} from "../../../core/model";
import { stage } from "./toyEngine";

export interface Trajectory {
  readonly model: DisentangledModel;
  readonly data: TokenSet;
  readonly stages: readonly StageConfig[];
  readonly snapshots: readonly {
    readonly step: number;
    readonly loss: number;
    readonly parameters: Float64Array;
  }[];
}

interface TrajectoryFile {
  readonly config: Omit<DisentangledShape, "alphabetSize" | "maxDegree"> & {
    readonly alphabet: number;
    readonly degree: number;
    readonly stages: readonly { train: GroupName[]; steps: number; learningRate: number }[];
  };
  readonly tokens: number[][];
  readonly snapshots: readonly {
    readonly step: number;
    readonly loss: number;
    readonly rpe: number[][];
    readonly coefficients: number[];
    readonly scale: number;
  }[];
}

export function readTrajectory(name: "trajectory-stages" | "trajectory-authors"): Trajectory {
  const file = path.join(import.meta.dirname, "../../vectors", `${name}.json`);
  // A file of this repository, and as it describes itself.
  const { config, tokens, snapshots } = JSON.parse(readFileSync(file, "utf8")) as TrajectoryFile;
  return {
    model: disentangledModel({ ...config, alphabetSize: config.alphabet, maxDegree: config.degree }),
    data: {
      tokens: Uint8Array.from(tokens.flat()),
      count: tokens.length,
      sequenceLength: tokens[0].length - 1,
      alphabetSize: config.alphabet,
    },
    stages: config.stages.map((settings) => stage(settings)),
    snapshots: snapshots.map(({ step, loss, rpe, coefficients, scale }) => {
      return { step, loss, parameters: Float64Array.of(...rpe.flat(), ...coefficients, scale) };
    }),
  };
}
