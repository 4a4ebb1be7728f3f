/** How long theory has a member's plateau last: of the mixed target, where layer 2 is trained by gradient descent. */
import { transitionStudyOfRun, type MixedRecord } from "../evaluation";
import { expectedPlateau } from "../studies";
import { RunSetupError } from "../training";

/** Of its rate, as a part: fractions of a second a member, and seeds average it. */
const error = 0.03;

/** T_II in flow time; null where no course is known, or has no plateau that ends. */
export async function plateauTimeByTheory(record: MixedRecord): Promise<number | null> {
  try {
    return expectedPlateau(await transitionStudyOfRun(record, { error }));
  } catch (caught) {
    if (caught instanceof RunSetupError) return null;
    throw caught;
  }
}
