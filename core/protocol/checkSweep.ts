/** Whether a message between host and a sweep's page is one: both sides ask before they believe. */
import * as z from "zod";
import { copied, saved } from "./check";
import type { FromSweepPanel, ToSweepPanel } from "./sweep";

export function isFromSweepPanel(message: unknown): message is FromSweepPanel {
  return fromSweepPanel.safeParse(message).success;
}

export function isToSweepPanel(message: unknown): message is ToSweepPanel {
  return toSweepPanel.safeParse(message).success;
}

const fromSweepPanel = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("ready") }),
  z.object({ kind: z.literal("open"), member: z.int().min(0) }),
  z.object({ kind: z.literal("act"), action: z.enum(["stop", "resume", "reveal", "showLog"]) }),
  saved,
  copied,
]) satisfies z.ZodType<FromSweepPanel>;

const count = z.int().min(0);
const number = z
  .number()
  .or(z.nan())
  .or(z.literal([Infinity, -Infinity]));

const standing = z.object({
  state: z.enum(["running", "stopped", "done"]),
  steeredBy: z.enum(["thisWindow", "elsewhere", "nobody"]),
  done: count,
  failed: count,
  secondsLeft: number,
});

const member = z.object({
  index: count,
  values: z.array(z.union([number, z.string(), z.boolean(), z.null()])),
  state: z.enum(["waiting", "running", "stopped", "done", "failed"]),
  failure: z.string().nullable(),
  attempts: count,
  seconds: number,
  measures: z.record(z.string(), z.union([number, z.string(), z.null()])),
});

const sweep = z
  .object({
    directory: z.string(),
    title: z.string(),
    name: z.string(),
    fields: z.array(z.string()),
    measures: z.array(z.object({ name: z.string(), title: z.string(), description: z.string() })),
    members: z.array(member),
    standing,
  })
  .refine(({ fields, members }) =>
    members.every(({ index, values }, at) => index === at && values.length === fields.length),
  );

const toSweepPanel = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("sweep"), sweep }),
  z.object({ kind: z.literal("progress"), standing, members: z.array(member) }),
  z.object({
    kind: z.literal("unreadable"),
    directory: z.string(),
    title: z.string(),
    problem: z.string(),
  }),
]) satisfies z.ZodType<ToSweepPanel>;
