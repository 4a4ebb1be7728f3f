/** Bayes on the mixture: by enumerating which law each token followed, by integrals, and as Bayes where nothing is mixed. */
import { expect, test } from "vitest";
import { drawSequences, type ChainLaw, type TokenSet } from "../../../core/data";
import { bayes, bayesOfMixture, mostExactOfMixture } from "../../../core/theory";
import { nearPosteriorMean, posteriorMean } from "../../../core/theory/posteriorMean";
import { someTransitions } from "./chains";

const prior = { alpha: 0.1, floor: 0.02 };

function lawOf(alphabetSize: number, weight: number, changes: Partial<ChainLaw> = {}): ChainLaw {
  const global = { weight, parents: [3], prior };
  return { alphabetSize, parents: [1], sequenceLength: 12, prior, initial: "uniform", global, ...changes };
}

/** What was seen after the target's token: probability of each under the shared trigram, by token; parents [1] and [3]. */
function seenIn(
  { tokens, sequenceLength: length, alphabetSize: d }: TokenSet,
  start: number,
  shared: Float64Array,
) {
  const at = (place: number) => tokens[start + place];
  const places = Array.from({ length: length - 3 }, (_, index) => index + 3);
  return places
    .filter((place) => at(place - 1) === at(length - 1))
    .map((place) => ({ token: at(place), other: shared[at(place - 3) * d + at(place)] }));
}

/** Own law of the target: summed over which of the three each occurrence came from: Dirichlet, floor or shared n-gram. */
function enumerated(
  seen: ReturnType<typeof seenIn>,
  d: number,
  beta: number,
  { alpha, floor }: ChainLaw["prior"],
): number[] {
  const from = new Array<number>(seen.length).fill(0);
  const sums = new Array<number>(d).fill(0);
  let evidence = 0;
  for (let choice = 0; choice < 3 ** seen.length; choice++) {
    const counts = new Array<number>(d).fill(0);
    let [weight, ofPrior] = [1, 0];
    seen.forEach(({ token, other }, index) => {
      from[index] = Math.floor(choice / 3 ** index) % 3;
      if (from[index] === 0)
        weight *= ((1 - beta) * (1 - floor * d) * (alpha + counts[token]++)) / (d * alpha + ofPrior++);
      else weight *= from[index] === 1 ? (1 - beta) * floor : beta * other;
    });
    evidence += weight;
    counts.forEach((n, token) => (sums[token] += (weight * (alpha + n)) / (d * alpha + ofPrior)));
  }
  return sums.map((sum) => floor + (1 - floor * d) * (sum / evidence));
}

test.each([
  [2, 0.5, prior],
  [3, 0.2, prior],
  [3, 0.8, { alpha: 1, floor: 0 }],
])(
  "with %d tokens and β = %d it is the sum over all that the tokens may have followed",
  async (d, beta, own) => {
    const law = lawOf(d, beta, { prior: own });
    const shared = someTransitions(d, [3], 5);
    const set = await drawSequences(law, 1, "validation", 0, 40);
    const predictions = bayesOfMixture(set, law, shared);
    for (let sequence = 0; sequence < set.count; sequence++) {
      const start = sequence * 13;
      const seen = seenIn(set, start, shared);
      if (seen.length > 7) continue;
      enumerated(seen, d, beta, own).forEach((probability, token) => {
        const expected = (1 - beta) * probability + beta * shared[set.tokens[start + 9] * d + token];
        expect(predictions[sequence * d + token] / expected).toBeCloseTo(1, 12);
      });
    }
  },
);

test("of long sequences of two tokens it is the integral over the prior", async () => {
  const [alpha, beta] = [0.4, 0.5];
  const law = lawOf(2, beta, { sequenceLength: 120, prior: { alpha, floor: 0 } });
  const shared = someTransitions(2, [3], 8);
  const set = await drawSequences(law, 4, "validation", 0, 5);
  const predictions = bayesOfMixture(set, law, shared);
  const steps = 20_000;
  for (let sequence = 0; sequence < set.count; sequence++) {
    const seen = seenIn(set, sequence * 121, shared);
    let [evidence, mean] = [0, 0];
    for (let i = 0; i < 2 * steps; i++) {
      // q = u^(1/α)/2 from either end takes the prior's singularities away.
      const small = (((i % steps) + 0.5) / steps) ** (1 / alpha) / 2;
      const q = i < steps ? small : 1 - small;
      const likelihood = seen.reduce(
        (product, { token, other }) => product * 2 * ((1 - beta) * (token === 0 ? q : 1 - q) + beta * other),
        (1 - small) ** (alpha - 1),
      );
      evidence += likelihood;
      mean += likelihood * q;
    }
    const expected = ((1 - beta) * mean) / evidence + beta * shared[set.tokens[sequence * 121 + 117] * 2];
    expect(predictions[sequence * 2]).toBeCloseTo(expected, 7);
  }
});

test("where no token follows the shared n-gram it is Bayes", async () => {
  const own = { parents: [1, 3], sequenceLength: 150 };
  for (const floor of [0, 0.02]) {
    const law = lawOf(3, 0, { ...own, prior: { alpha: 0.1, floor } });
    const { global: _, ...plain } = law;
    const set = await drawSequences(plain, 2, "validation", 0, 60);
    const expected = bayes(set, law);
    bayesOfMixture(set, law, someTransitions(3, [3], 1)).forEach((probability, at) =>
      expect(probability / expected[at]).toBeCloseTo(1, 12),
    );
  }
});

test("the first tokens, which follow neither law, are no occurrences", () => {
  const law = lawOf(2, 0.5, { prior: { alpha: 1, floor: 0 }, sequenceLength: 4 });
  // Before the target stands 0, and behind a 0 only the second and third token, which nothing gave.
  const set = { tokens: Uint8Array.of(0, 1, 1, 0, 0), count: 1, sequenceLength: 4, alphabetSize: 2 };
  expect(Array.from(bayesOfMixture(set, law, Float64Array.of(0.9, 0.1, 0.2, 0.8)))).toEqual([0.35, 0.65]);
});

test("many occurrences are told as well by the saddle point, and nothing underflows", () => {
  const n = mostExactOfMixture;
  const shared = [0.45, 0.3, 0.02];
  const elsewhere = [0.8, 0.17, 0.03].map((part, token) =>
    Float64Array.from({ length: Math.round(part * n) }, (_, at) => shared[(at + token) % 3]),
  );
  const exact = posteriorMean({ elsewhere, weight: 0.5 }, 0.1);
  expect(exact.reduce((sum, mean) => sum + mean)).toBeCloseTo(1, 12);
  nearPosteriorMean({ elsewhere, weight: 0.5 }, 0.1, 512).forEach((mean, token) =>
    expect(Math.abs(mean - exact[token])).toBeLessThan(1e-3),
  );
});

test("a law without a shared n-gram and a matrix of another size are refused", async () => {
  const { global: _, ...plain } = lawOf(2, 0.5);
  const set = await drawSequences(plain, 1, "validation", 0, 1);
  const shared = someTransitions(2, [3], 1);
  expect(() => bayesOfMixture(set, plain, shared)).toThrow("no n-gram that all sequences have in common");
  expect(() => bayesOfMixture(set, lawOf(2, 0.5), shared.subarray(1))).toThrow("3 probabilities, not 4");
});
