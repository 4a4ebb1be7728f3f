/**
 * Whether a message between host and page is one: both sides ask before they believe. The schemas stand beside the
 * types of panel.ts and are checked against them by the compiler. The worker is our own process and needs no check.
 */
import * as z from "zod";
import type { FromPanel, ToPanel } from "./panel";

export function isFromPanel(message: unknown): message is FromPanel {
  return fromPanel.safeParse(message).success;
}

export function isToPanel(message: unknown): message is ToPanel {
  return toPanel.safeParse(message).success;
}

const step = z.int().min(0);
const pace = z.union([z.null(), z.number().gt(0)]);
const array = z.instanceof(Float64Array);
const bytes = z.instanceof(Uint8Array);
const sequencePlace = { set: z.enum(["train", "validation"]), index: step };

/** Bytes of a file that the page may ask to be kept. */
const largestFile = 2 ** 28;

/** What every page may ask for: a file to be kept, and something on the clipboard. */
export const saved = z.object({
  kind: z.literal("save"),
  fileName: z
    .string()
    .min(1)
    .max(200)
    .regex(/^[^/\\]+$/),
  contents: bytes.refine((contents) => contents.length <= largestFile),
});
export const copied = z.object({ kind: z.literal("copy"), text: z.string().max(largestFile) });

const fromPanel = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("ready") }),
  z.object({ kind: z.literal("drawn"), run: z.string(), sequence: step, drawnAt: z.number() }),
  z.object({
    kind: z.literal("act"),
    run: z.string(),
    action: z.enum([
      ...(["pause", "resume", "stop", "step", "again", "showLog", "reveal"] as const),
      ...(["openExperiment", "report", "theory", "evaluate", "ablate", "diagnose"] as const),
    ]),
  }),
  z.object({ kind: z.literal("pace"), run: z.string(), pace }),
  z.object({ kind: z.literal("sequence"), run: z.string(), place: z.object(sequencePlace) }),
  saved,
  copied,
]) satisfies z.ZodType<FromPanel>;

const rows = (steps: Float64Array) => (column: Float64Array) => column.length === steps.length;
const snapshots = z
  .object({ steps: array, times: array, losses: array, parameters: array })
  .refine(({ steps, times, losses, parameters }) => {
    // Parameter vectors are all equally long, and 0 rows hold none.
    const areWhole = steps.length > 0 ? parameters.length % steps.length === 0 : parameters.length === 0;
    return [times, losses].every(rows(steps)) && areWhole;
  });
const metrics = z
  .object({ steps: array, columns: z.record(z.string(), array) })
  .refine(({ steps, columns }) => Object.values(columns).every(rows(steps)));
const recording = z.object({ snapshots, metrics });

const number = z
  .number()
  .or(z.nan())
  .or(z.literal([Infinity, -Infinity]));

const frame = z.object({
  sequence: step,
  sentAt: z.number(),
  state: z.object({
    step,
    totalSteps: step,
    stage: step,
    stageName: z.string(),
    time: number,
    loss: number,
    validationLoss: number,
    stepsPerSecond: number,
    secondsLeft: number,
    parameters: array,
  }),
  recorded: recording,
});

/** The page only reads it: what it builds a model from is checked where it is built. */
const experiment = z.custom<NonNullable<Extract<ToPanel, { kind: "facts" }>["facts"]["experiment"]>>(
  (value) => typeof value === "object" && value !== null && "model" in value && "data" in value,
);

const facts = z.object({
  run: z.string(),
  name: z.string(),
  title: z.string(),
  state: z.enum(["running", "paused", "done", "stopped", "failed", "interrupted", "queued", "starting"]),
  sentence: z.string(),
  trainedBy: z.enum(["thisWindow", "elsewhere", "nobody", "unknown"]),
  step,
  totalSteps: step,
  stages: z.array(z.object({ stage: step, name: z.string(), fromStep: step })),
  edits: z.array(z.object({ step, words: z.array(z.string()) })),
  losses: z.object({ first: number, last: number, validation: number.exactOptional() }).nullable(),
  stepsPerSecond: number,
  pace,
  engine: z
    .object({
      kind: z.string(),
      backend: z.string().exactOptional(),
      device: z.string().exactOptional(),
      threads: step,
      path: z.string(),
    })
    .nullable(),
  experiment: experiment.nullable(),
  checkpoints: z.array(step),
  problems: z.array(z.string()),
});

/** Their files were checked when they were read. */
const studies = z.custom<Extract<ToPanel, { kind: "studies" }>["studies"]>(
  (value) =>
    typeof value === "object" &&
    value !== null &&
    ["theory", "mechanisms", "transition", "evaluation", "ablation", "diagnosis"].every(
      (kind) => kind in value,
    ),
);

const notice = z.object({ severity: z.enum(["info", "warning", "error"]), text: z.string() }).nullable();

const sequenceAnswer = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("tokens"), count: step, tokens: bytes, ...sequencePlace }),
  z.object({ kind: z.literal("scalars"), count: step, scalars: array, ...sequencePlace }),
  z.object({ kind: z.literal("problem"), problem: z.string(), ...sequencePlace }),
]);

const toPanel = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("content"),
    content: z.object({
      title: z.string(),
      runs: z.array(z.object({ role: z.enum(["main", "ghost", "compared"]), facts })).min(1),
      differences: z.array(z.object({ field: z.string(), values: z.array(z.string().nullable()) })),
      notice,
    }),
  }),
  z.object({ kind: z.literal("facts"), facts }),
  z.object({ kind: z.literal("recording"), run: z.string(), recording }),
  z.object({ kind: z.literal("frame"), run: z.string(), frame }),
  z.object({ kind: z.literal("notice"), notice }),
  z.object({ kind: z.literal("sequence"), run: z.string(), sequence: sequenceAnswer }),
  z.object({ kind: z.literal("studies"), run: z.string(), studies }),
]) satisfies z.ZodType<ToPanel>;
