/** What can be knocked out of the heads that copy: where they look, what of the tokens they match, and what they bring. */
import { groupView, initialOf, layoutOf, type GroupName, type InitialParameters } from "../model";
import type { Circuit } from "./losses";
import { withGroup, type KnockedOut } from "./withGroup";

export interface CopierOptions {
  /** What training began with, and the seed of what was random in it. */
  readonly initial: InitialParameters;
  readonly seed: number;
}

/** Each family's own parts, behind those of positions. */
export function copiersOf(circuit: Circuit, options: CopierOptions): KnockedOut[] {
  if (circuit.model.family === "absolute") return absolutePositions(circuit, options);
  const positions = relativePositions(circuit, options);
  return circuit.model.family === "full" ? [...positions, ...matrices(circuit)] : positions;
}

function relativePositions(circuit: Circuit, options: CopierOptions): KnockedOut[] {
  return [
    {
      ...withGroup(circuit, "rpe", (logits) => logits.fill(0)),
      id: "no-rpe",
      title:
        circuit.model.family === "full"
          ? "RPE off: heads attend by tokens alone"
          : "RPE off: heads see the mean of their lags",
    },
    { ...asInitialised(circuit, ["rpe"], options), id: "initial-rpe", title: "RPE as initialised" },
  ];
}

/** W_QK = W_Q W_Kᵀ and W_OV of the full model. */
function matrices(circuit: Circuit): KnockedOut[] {
  const { heads, alphabetSize: d } = circuit.model;
  return [
    {
      ...withGroup(circuit, "query", (query) => query.fill(0)),
      id: "no-qk",
      title: "W_QK = 0: attention by position alone",
    },
    {
      ...withGroup(circuit, "outputValue", (values) => {
        values.fill(0);
        for (let head = 0; head < heads; head++) {
          for (let token = 0; token < d; token++) values[(head * d + token) * d + token] = 1;
        }
      }),
      id: "identity-ov",
      title: "W_OV = 1: tokens are brought as they are",
    },
  ];
}

/** Without a query every logit is 0. */
function absolutePositions(circuit: Circuit, options: CopierOptions): KnockedOut[] {
  return [
    {
      ...withGroup(circuit, "query", (query) => query.fill(0)),
      id: "no-positions",
      title: "Positions off: heads see the mean of their lags",
    },
    {
      ...asInitialised(circuit, ["positions", "query", "key"], options),
      id: "initial-positions",
      title: "Positions as initialised",
    },
  ];
}

function asInitialised(
  circuit: Circuit,
  groups: readonly GroupName[],
  { initial, seed }: CopierOptions,
): Circuit {
  const { model } = circuit;
  const before = initialOf(model, initial, seed);
  return groups.reduce(
    (changed, group) =>
      withGroup(changed, group, (values) => values.set(groupView(before, layoutOf(model), group))),
    circuit,
  );
}
