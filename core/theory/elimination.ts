/**
 * Stationary laws by elimination, after Grassmann, Taksar and Heyman (1985): it never subtracts, so every probability
 * keeps its leading digits however slowly the chain mixes. Costs states³, for chains of few states.
 */
import type { Contexts } from "./contexts";

/** @param members the contexts of an irreducible class @returns probabilities of all contexts, [count] */
export function eliminate(contexts: Contexts, transitions: Float64Array, members: Uint32Array): Float64Array {
  const size = members.length;
  const matrix = transitionMatrix(contexts, transitions, members);
  for (let last = size - 1; last > 0; last--) reduce(matrix, size, last);
  const masses = new Float64Array(size);
  masses[0] = 1;
  for (let state = 1; state < size; state++) {
    for (let from = 0; from < state; from++) masses[state] += masses[from] * matrix[from * size + state];
  }
  const total = masses.reduce((sum, mass) => sum + mass, 0);
  const law = new Float64Array(contexts.count);
  members.forEach((context, state) => (law[context] = masses[state] / total));
  return law;
}

/** [states, states] of the class alone, which none leaves. */
function transitionMatrix(
  { alphabetSize, older, rows, count }: Contexts,
  transitions: Float64Array,
  members: Uint32Array,
): Float64Array {
  const size = members.length;
  const places = new Int32Array(count).fill(-1);
  members.forEach((context, state) => (places[context] = state));
  const matrix = new Float64Array(size * size);
  members.forEach((context, state) => {
    for (let token = 0; token < alphabetSize; token++) {
      const probability = transitions[rows[context] * alphabetSize + token];
      const to = places[(context % older) * alphabetSize + token];
      if (probability > 0) matrix[state * size + to] = probability;
    }
  });
  return matrix;
}

/** Takes the last state out: the chain as seen by those before it. */
function reduce(matrix: Float64Array, size: number, last: number): void {
  const row = last * size;
  let leaving = 0;
  for (let to = 0; to < last; to++) leaving += matrix[row + to];
  for (let from = 0; from < last; from++) {
    const share = matrix[from * size + last] / leaving;
    matrix[from * size + last] = share;
    if (share === 0) continue;
    for (let to = 0, at = from * size; to < last; to++, at++) matrix[at] += share * matrix[row + to];
  }
}
