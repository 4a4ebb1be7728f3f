/**
 * The stationary law of one sequence's chain, by the algorithm of Grassmann, Taksar and Heyman (1985), which never
 * subtracts and so stays accurate for chains that hardly mix. A state is the last R tokens, R the largest parent.
 */
import { SamplerPlan, thresholdBytes, thresholdsAt } from "./plan";

/** Draws the first `given` = R tokens from the stationary law by a random word; all rows have been drawn. */
export function drawStationaryStart(
  plan: SamplerPlan,
  base: usize,
  word: u32,
  tokens: usize,
  given: u32,
): void {
  fillTransitions(plan, base);
  solve(plan);
  let total: f64 = 0;
  for (let state: u32 = 0; state < plan.stateCount; state++)
    total += load<f64>(plan.law + ((<usize>state) << 3));
  let left: f64 = ((<f64>word + 0.5) / 4294967296.0) * total;
  let state: u32 = 0;
  for (; state + 1 < plan.stateCount; state++) {
    left -= load<f64>(plan.law + ((<usize>state) << 3));
    if (left < 0) break;
  }
  // The nearest token is the fastest digit of a state.
  for (let lag: u32 = 1; lag <= given; lag++) {
    store<u8>(tokens + <usize>(given - lag), <u8>(state % plan.alphabetSize));
    state /= plan.alphabetSize;
  }
}

/** P(state → its tokens moved on by e) = π(e | parents among them). */
function fillTransitions(plan: SamplerPlan, base: usize): void {
  const d = plan.alphabetSize;
  const states = plan.stateCount;
  memory.fill(plan.transitions, 0, (<usize>(states * states)) << 3);
  for (let state: u32 = 0; state < states; state++) {
    const thresholds = thresholdsAt(plan, base) + <usize>rowOf(plan, state) * thresholdBytes(plan);
    let below: f64 = 0;
    for (let token: u32 = 0; token < d; token++) {
      const upTo = token + 1 == d ? <f64>2147483648.0 : <f64>load<i32>(thresholds + ((<usize>token) << 2));
      const next = (state % (states / d)) * d + token;
      // No transition has probability 0 under the prior, so none gets it from rounding.
      store<f64>(at(plan, state, next), max<f64>(upTo - below, 1e-12) / 2147483648.0);
      below = upTo;
    }
  }
}

// @ts-ignore: decorator
@inline
function rowOf(plan: SamplerPlan, state: u32): u32 {
  let row: u32 = 0;
  let power: u32 = 1;
  for (let parent: u32 = 0; parent < plan.parentCount; parent++) {
    let rest = state;
    for (let lag = load<u32>(plan.parents + ((<usize>parent) << 2)); lag > 1; lag--)
      rest /= plan.alphabetSize;
    row += (rest % plan.alphabetSize) * power;
    power *= plan.alphabetSize;
  }
  return row;
}

// @ts-ignore: decorator
@inline
function at(plan: SamplerPlan, from: u32, to: u32): usize {
  return plan.transitions + ((<usize>(from * plan.stateCount + to)) << 3);
}

function solve(plan: SamplerPlan): void {
  const states = plan.stateCount;
  for (let last = states - 1; last > 0; last--) {
    let leaving: f64 = 0;
    for (let to: u32 = 0; to < last; to++) leaving += load<f64>(at(plan, last, to));
    for (let from: u32 = 0; from < last; from++) {
      const share = load<f64>(at(plan, from, last)) / leaving;
      store<f64>(at(plan, from, last), share);
      if (share == 0) continue;
      for (let to: u32 = 0; to < last; to++) {
        store<f64>(at(plan, from, to), load<f64>(at(plan, from, to)) + share * load<f64>(at(plan, last, to)));
      }
    }
  }
  store<f64>(plan.law, 1);
  for (let state: u32 = 1; state < states; state++) {
    let mass: f64 = 0;
    for (let from: u32 = 0; from < state; from++)
      mass += load<f64>(plan.law + ((<usize>from) << 3)) * load<f64>(at(plan, from, state));
    store<f64>(plan.law + ((<usize>state) << 3), mass);
  }
}
