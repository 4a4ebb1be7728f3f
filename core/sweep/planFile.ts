/** A plan as JSON: `sweep.json`, written once before anything is trained, and read with everything in it checked. */
import * as z from "zod";
import { experimentFromValue, formatProblem } from "../config";
import { jsonText } from "../runs";
import type { Member, SweepPlan } from "./plan";
import { SweepError } from "./sweepError";

/** The format this program writes, and the only one it reads. */
const format = 1;

const planSchema = z.object({
  format: z.literal(format),
  name: z.string(),
  fields: z.array(z.string()),
  baseDirectory: z.string(),
  secondsAllowed: z.number().gt(0).nullable(),
  members: z.array(
    z.object({
      index: z.int().min(0),
      values: z.array(z.union([z.number(), z.string(), z.boolean(), z.null()])),
      experiment: z.unknown(),
    }),
  ),
});

/** A member a line. */
export function planText({ members, ...plan }: SweepPlan): string {
  const head = jsonText({ format, ...plan });
  return `${head.slice(0, -1)},"members":[\n${members.map((member) => jsonText(member)).join(",\n")}\n]}\n`;
}

/** @param file names it in messages. @throws SweepError where it is not what `planText` wrote */
export function planFrom(text: string, file: string): SweepPlan {
  const json = jsonOf(text, file);
  const written = z.object({ format: z.int() }).safeParse(json);
  if (written.success && written.data.format > format) {
    throw new SweepError(
      `${file} has format ${written.data.format}, written by a newer Induction Lab; this one reads format ${format}.`,
    );
  }
  const parsed = planSchema.safeParse(json);
  if (!parsed.success) throw damaged(file, z.prettifyError(parsed.error));
  const { members, format: _, ...plan } = parsed.data;
  return { ...plan, members: members.map((member, place) => memberFrom(member, place, plan.fields, file)) };
}

type WrittenMember = z.infer<typeof planSchema>["members"][number];

function memberFrom(
  { index, values, experiment }: WrittenMember,
  place: number,
  fields: readonly string[],
  file: string,
): Member {
  if (index !== place) throw damaged(file, `member ${index} stands in the place of member ${place}`);
  if (values.length !== fields.length) {
    throw damaged(file, `member ${index} has ${values.length} values for ${fields.length} fields`);
  }
  const checked = experimentFromValue(experiment);
  if (checked.ok) return { index, values, experiment: checked.experiment };
  const faults = checked.problems.map((problem) => formatProblem(problem, `member ${index}`));
  throw damaged(file, faults.join("; "));
}

function jsonOf(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw damaged(file, error instanceof Error ? error.message : String(error));
  }
}

function damaged(file: string, reason: string): SweepError {
  return new SweepError(`${file} is damaged: ${reason}`);
}
