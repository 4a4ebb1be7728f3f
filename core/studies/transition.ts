/** What theory expects of a run on the mixed target: the course of its losses and scalars but for chance, and its phases. */
import * as z from "zod";
import { estimate, number } from "./values";

const column = z.array(number).readonly();

export const transitionSchema = z
  .object({
    /** The stage that the course is of, from 0, and the run's step at which it begins; 0 of an experiment. */
    stage: z.int().min(0),
    fromStep: z.int().min(0),
    /** Flow time at which the stage begins, and of a step; the latter null where steps are of no fixed size. */
    fromTime: number,
    stepTime: number.nullable(),
    /** p1, which is not trained. */
    rpe1: number,
    /** Expectations are means over so many. */
    sequences: z.int().min(1),
    /** Rate at which k and q grow on the plateau, per unit of flow time. */
    growth: estimate,
    /** Ends of the phases I, II and III in flow time; null for what does not come in the stage. */
    ends: z
      .object({ partial: number.nullable(), plateau: number.nullable(), emergence: number.nullable() })
      .readonly(),
    /** By flow time since the run's beginning; a column each. */
    course: z
      .object({
        time: column,
        unexplainedG4: column,
        unexplainedIH: column,
        rpe2: column,
        value1: column,
        value2: column,
        match: column,
      })
      .readonly()
      .refine((course) => new Set(Object.values(course).map(({ length }) => length)).size === 1, {
        error: "its columns differ in length",
      }),
    /** What is to be known of the numbers, in words. */
    notes: z.array(z.string()).readonly(),
  })
  .readonly();

export type TransitionStudy = z.infer<typeof transitionSchema>;

/** T_II in flow time; null where there is no plateau that ends. */
export function expectedPlateau({
  ends: { partial, plateau },
}: Pick<TransitionStudy, "ends">): number | null {
  return partial === null || plateau === null ? null : plateau - partial;
}
