/**
 * One step of a chain, forward for laws and backward for what they predict. Laws may be labelled: blocks of [count],
 * one for each combination of the tokens that have left the context and are still remembered.
 */
import type { Contexts } from "./contexts";

/** Overwrites `to` with `from` a step later; both [labels, count]. */
export function advance(
  { alphabetSize: d, count, older, rows }: Contexts,
  transitions: Float64Array,
  from: Float64Array,
  to: Float64Array,
): void {
  to.fill(0);
  for (let block = 0; block < from.length; block += count) {
    for (let kept = 0; kept < older; kept++) {
      const next = block + kept * d;
      for (let context = kept; context < count; context += older) {
        const mass = from[block + context];
        if (mass === 0) continue;
        const row = rows[context] * d;
        for (let token = 0; token < d; token++) to[next + token] += mass * transitions[row + token];
      }
    }
  }
}

/** The same, remembering the token that leaves: `to` is [labels, d, count], overwritten. */
export function advanceRemembering(
  { alphabetSize: d, count, older, rows }: Contexts,
  transitions: Float64Array,
  from: Float64Array,
  to: Float64Array,
): void {
  to.fill(0);
  for (let block = 0; block < from.length; block += count) {
    for (let context = 0; context < count; context++) {
      const row = rows[context] * d;
      const rest = context % older;
      const next = block * d + ((context - rest) / older) * count + rest * d;
      for (let token = 0; token < d; token++)
        to[next + token] = from[block + context] * transitions[row + token];
    }
  }
}

/** π(e | context) for the next token, [count, d]. */
export function nextToken(
  { alphabetSize: d, count, rows }: Contexts,
  transitions: Float64Array,
): Float64Array {
  const prediction = new Float64Array(count * d);
  for (let context = 0; context < count; context++) {
    const row = rows[context] * d;
    for (let token = 0; token < d; token++) prediction[context * d + token] = transitions[row + token];
  }
  return prediction;
}

/** From the law of a later token, [count, d] by context, to that of the one after it. */
export function oneLater(
  { alphabetSize: d, count, older, rows }: Contexts,
  transitions: Float64Array,
  prediction: Float64Array,
): Float64Array {
  const later = new Float64Array(count * d);
  for (let context = 0; context < count; context++) {
    const row = rows[context] * d;
    const next = (context % older) * d;
    for (let step = 0; step < d; step++) {
      const probability = transitions[row + step];
      for (let token = 0; token < d; token++) {
        later[context * d + token] += probability * prediction[(next + step) * d + token];
      }
    }
  }
  return later;
}
