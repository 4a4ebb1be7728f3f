/**
 * `run.json`: what a run is and how it stands. The file says what its writer last knew; `describeRun` adds
 * what can be seen from outside, namely whether that writer still lives.
 */
import { readFile } from "node:fs/promises";
import { z } from "zod";
import { groupNames } from "../model";
import { errorCode, errorMessage } from "./errors";
import { numberSchema } from "./json";
import { processSchema, processState } from "./process";

/** The format this program writes, and the only one it reads. */
export const manifestFormat = 1;

const count = z.int().nonnegative();

const layoutSchema = z.object({
  groups: z
    .array(
      z
        .object({ name: z.enum(groupNames), shape: z.array(count).readonly(), offset: count, size: count })
        .readonly(),
    )
    .readonly(),
  size: count,
});

const editSchema = z
  .object({
    /** The steps taken before it. */
    step: count,
    at: z.iso.datetime(),
    changes: z
      .array(
        z
          .object({
            /** `training.stages[1].learningRate`. */
            path: z.string(),
            /** Absent where the experiment said nothing before; `to` where it says nothing any more. */
            from: z.unknown().exactOptional(),
            to: z.unknown().exactOptional(),
            /** `learning rate 1 → 0.3 in stage II`. */
            words: z.string(),
          })
          .readonly(),
      )
      .readonly(),
  })
  .readonly();

const manifestSchema = z
  .object({
    format: z.literal(manifestFormat),
    /** The folder's name. */
    id: z.string(),
    /** The experiment's name. */
    name: z.string(),
    status: z.enum(["running", "paused", "done", "stopped", "failed"]),
    /** ISO 8601, as all times here. */
    createdAt: z.iso.datetime(),
    updatedAt: z.iso.datetime(),
    program: z.object({ version: z.string() }).readonly(),
    /** Version of Node.js, for example `v20.20.2`. */
    node: z.string(),
    seed: z.number(),
    /** Steps taken. */
    step: count,
    totalSteps: count,
    /** Gradient-flow time, where the optimiser integrates the flow. */
    time: numberSchema.exactOptional(),
    /** What computed: an engine's description of itself. */
    engine: z
      .object({
        kind: z.string(),
        backend: z.string().exactOptional(),
        device: z.string().exactOptional(),
        threads: count,
        path: z.string(),
        reason: z.string(),
      })
      .readonly(),
    layout: layoutSchema.readonly(),
    timings: z
      .object({ trainingSeconds: numberSchema, recordingSeconds: numberSchema, stepsPerSecond: numberSchema })
      .catchall(numberSchema)
      .readonly(),
    /** The writer, while there is one. */
    process: processSchema.exactOptional(),
    failure: z
      .object({ message: z.string(), step: count.exactOptional(), tensor: z.string().exactOptional() })
      .readonly()
      .exactOptional(),
    /** Where each stage began. */
    stages: z.array(z.object({ stage: count, name: z.string(), fromStep: count }).readonly()).readonly(),
    /** Mean training losses at the first and the last recorded step, and the last validation loss. */
    losses: z
      .object({ first: numberSchema, last: numberSchema, validation: numberSchema.exactOptional() })
      .readonly()
      .exactOptional(),
    /** The experiment's file, seen from the run's folder; with forward slashes on every system. */
    source: z.string().exactOptional(),
    /** Where the run went on with a changed experiment, in order. */
    edits: z.array(editSchema).readonly().exactOptional(),
    /** The experiment of the newest edit, until `config.json` holds it too: see `RunWriter.edit`. */
    pendingConfig: z.unknown().exactOptional(),
  })
  .readonly();

export type RunManifest = z.infer<typeof manifestSchema>;
export type RunStatus = RunManifest["status"];
export type RunEdit = z.infer<typeof editSchema>;

export type ManifestReading =
  | { readonly kind: "manifest"; readonly manifest: RunManifest }
  | { readonly kind: "damaged"; readonly problem: string }
  | { readonly kind: "absent" };

/** Reads `run.json`. Never throws: what is wrong with the file is said in `problem`. */
export async function readManifest(path: string): Promise<ManifestReading> {
  try {
    return parseManifest(await readFile(path, "utf8"));
  } catch (error) {
    if (["ENOENT", "ENOTDIR"].includes(errorCode(error) ?? "")) return { kind: "absent" };
    return { kind: "damaged", problem: `run.json cannot be read: ${errorMessage(error)}` };
  }
}

/** `interrupted`: it says "running", but the process that wrote it is gone. */
export type RunState = RunStatus | "interrupted";

export interface RunDescription {
  readonly state: RunState;
  /** One line for lists and logs. */
  readonly sentence: string;
  /** A living process on this host writes it. */
  readonly written: boolean;
}

/** How the run stands now, seen from this process. */
export function describeRun(manifest: RunManifest): RunDescription {
  const { status, step, totalSteps, process: writer, failure } = manifest;
  const progress = `step ${step} of ${totalSteps}`;
  const liveness = writer ? processState(writer) : "dead";
  const written = liveness === "alive";
  if (status === "running" && liveness === "dead") {
    const sentence = `interrupted at ${progress}: its process ended without a word`;
    return { state: "interrupted", sentence, written: false };
  }
  if (status === "running" && writer) {
    return {
      state: status,
      sentence: `running, ${progress}, process ${writer.pid} on ${writer.host}`,
      written,
    };
  }
  return {
    state: status,
    sentence: `${status} at ${progress}${failure ? `: ${failure.message}` : ""}`,
    written,
  };
}

function parseManifest(text: string): ManifestReading {
  const json: unknown = JSON.parse(text);
  const format = z.object({ format: z.int() }).safeParse(json);
  if (format.success && format.data.format > manifestFormat) {
    const problem =
      `run.json has format ${format.data.format}, written by a newer Induction Lab; ` +
      `this one reads format ${manifestFormat}. Update Induction Lab to open the run.`;
    return { kind: "damaged", problem };
  }
  const parsed = manifestSchema.safeParse(json);
  if (parsed.success) return { kind: "manifest", manifest: parsed.data };
  const issues = parsed.error.issues.map(
    ({ path, message }) => `${path.join(".") || "the whole"}: ${message}`,
  );
  return { kind: "damaged", problem: `run.json is damaged: ${issues.join("; ")}` };
}

/** Names of the snapshot arrays that a run of this manifest has at least. */
export function arraysOf({ layout }: RunManifest): string[] {
  return ["step", ...layout.groups.map(({ name }) => name)];
}
