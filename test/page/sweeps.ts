/** Sweeps for the page, made up so that what it must say of them is known. */
import type { SweepContent, SweepMember, SweepStanding, ToSweepPanel } from "../../core/protocol";

const measures = [
  { name: "validationLoss", title: "validation loss", description: "Mean loss on the held-out sequences." },
  { name: "selectionStep", title: "steps to selection", description: "Recorded step of the selection." },
  { name: "selectedLags", title: "selected lags", description: "What the heaviest subset copies." },
];

export const rates = [0.001, 0.01, 0.1, 1];
export const heads = [2, 3, 4];
export const seeds = [1, 2, 3];

/** What the grid's members came to. */
export function lossOf(rate: number, head: number, seed: number): number {
  return 0.6 + 0.05 * Math.abs(Math.log10(rate) + 1) + 0.02 * head + 0.004 * (seed - 2);
}

/** Learning rates × heads × seeds, all done but for what `change` says. */
export function grid(change: (member: SweepMember) => SweepMember = (member) => member): SweepContent {
  const members = rates
    .flatMap((rate) => heads.flatMap((head) => seeds.map((seed) => ({ rate, head, seed }))))
    .map(({ rate, head, seed }, index): SweepMember => ({
      index,
      values: [rate, head, seed],
      state: "done",
      failure: null,
      attempts: 1,
      seconds: 1 + index / 10,
      measures: {
        validationLoss: lossOf(rate, head, seed),
        selectionStep: Math.round(10 / rate) * head,
        selectedLags: head === 2 ? "{1}" : "{1, 2}",
      },
    }))
    .map(change);
  return contentOf("learning-rate", ["training.learningRate", "model.heads", "seed"], members);
}

export function waiting({ index, values }: SweepMember): SweepMember {
  return {
    ...{ index, values, state: "waiting", failure: null },
    ...{ attempts: 0, seconds: NaN, measures: {} },
  };
}

export function failed({ index, values }: SweepMember): SweepMember {
  return {
    ...{ index, values, state: "failed", failure: "The loss is not finite from step 12 on." },
    ...{ attempts: 2, seconds: 0.4, measures: { validationLoss: NaN, selectionStep: null } },
  };
}

/** Random learning rates, too many to be told one by one. */
export function randomly(count: number): SweepContent {
  const members = Array.from({ length: count }, (_, index): SweepMember => {
    // Spread evenly, but in no order.
    const part = (index * 0.618034) % 1;
    const rate = 10 ** (-4 + 4 * part);
    return {
      index,
      values: [rate, index % 2 === 0 ? "adam" : "sgd"],
      state: "done",
      failure: null,
      attempts: 1,
      seconds: 2,
      measures: { validationLoss: 0.7 + 0.1 * Math.sin(6 * part) + 0.01 * (index % 7), selectionStep: null },
    };
  });
  return contentOf("random", ["training.learningRate", "optimizer.kind"], members);
}

export function showingSweep(sweep: SweepContent): ToSweepPanel {
  return { kind: "sweep", sweep };
}

export function standingOf(
  members: readonly SweepMember[],
  more: Partial<SweepStanding> = {},
): SweepStanding {
  const count = (state: SweepMember["state"]) => members.filter((member) => member.state === state).length;
  const [done, ended] = [count("done"), count("done") + count("failed")];
  return {
    state: ended === members.length ? "done" : "stopped",
    steeredBy: "nobody",
    done,
    failed: count("failed"),
    secondsLeft: NaN,
    ...more,
  };
}

function contentOf(name: string, fields: readonly string[], members: readonly SweepMember[]): SweepContent {
  return {
    directory: `/work/sweeps/${name}-1`,
    title: `${name}-1`,
    ...{ name, fields, measures, members },
    standing: standingOf(members),
  };
}
