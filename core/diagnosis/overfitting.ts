/** Whether the model has learned its training sequences by heart, beyond what chance explains. */
import { stagesOf, stageField } from "./course";
import type { Evidence, Remark } from "./evidence";
import { counted, decimal, fixed } from "./words";

/** Standard errors that a difference has to exceed: by chance one run in a thousand does. */
const certain = 3;
/** Of the training loss at first, in which even a certain difference matters. */
const noticeable = 0.01;

export function overfittingRemark(evidence: Evidence): Remark {
  const { heldOut, metrics, failure } = evidence;
  const validated = metrics.filter(({ validationLoss }) => Number.isFinite(validationLoss));
  if (!heldOut || failure || validated.length < 2) return null;
  const [first, last] = [validated[0], validated[validated.length - 1]];
  const ahead = last.validationLoss - last.loss;
  // Easier sequences on one side would lie ahead from the beginning.
  const grown = ahead - Math.max(0, first.validationLoss - first.loss);
  const error = heldOut.deviation * Math.sqrt(1 / heldOut.sequences + 1 / heldOut.trained);
  const { rise } = heldOut;
  const isAhead = grown > Math.max(certain * error, noticeable * first.loss);
  const hasRisen = rise.mean > Math.max(certain * rise.standardError, noticeable * first.loss) && ahead > 0;
  if (!isAhead && !hasRisen) return null;
  return {
    kind: "overfitting",
    severity: "warning",
    title: `Over-fitted: the validation loss is ${fixed(last.validationLoss)}, the training loss ${fixed(last.loss)}.`,
    evidence: [
      `The difference is ${fixed(ahead)}, with a standard error of ${fixed(error)}; at step ${first.step} it was ` +
        `${fixed(first.validationLoss - first.loss)}.`,
      ...(hasRisen
        ? [
            `Since step ${rise.fromStep} the validation loss has risen by ${fixed(rise.mean)} ± ${fixed(rise.standardError)}, on ` +
              `the same ${counted(heldOut.sequences, "sequence")}, while the training loss fell.`,
          ]
        : []),
    ],
    advice: adviceOn(evidence, hasRisen ? rise.fromStep : null),
  };
}

function adviceOn(evidence: Evidence, bestStep: number | null): string[] {
  const { data } = evidence.experiment;
  const last = stagesOf(evidence).at(-1);
  return [
    data.kind === "markov"
      ? `Set data.trainSequences to 9,000, as in the paper (it is ${decimal(data.trainSequences)}), or data.online to true.`
      : "Train on more sequences.",
    ...(bestStep !== null && last && bestStep > last.fromStep
      ? [
          `Stop earlier: with ${stageField(last, "steps")} at ${bestStep - last.fromStep} it ends where the validation loss was best.`,
        ]
      : []),
  ];
}
