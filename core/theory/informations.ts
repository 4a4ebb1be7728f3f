/**
 * How much sets of lags tell about the next token of one chain: χ²- and modified χ²-information (arXiv 2409.10559,
 * spec/theory.md). The joint law of tokens further apart than a context is carried along step by step, only the
 * tokens of the set remembered: d^(R + D − 1) numbers however wide the window, never d^M.
 */
import type { Contexts } from "./contexts";
import { jointInformation, type JointInformation } from "./jointInformation";
import { lagSets, refuseHuge, type LagSet } from "./lagSets";
import { tokenLaw } from "./stationary";
import { advance, advanceRemembering, nextToken, oneLater } from "./stepping";

export interface Informations {
  /** I(S) = Σ_z μ(z) (Σ_e μ(e|z)²/μ(e) − 1) of every set, in the order of `sets`. */
  readonly chi2: Float64Array;
  /** Ĩ(S) = Σ_z μ(z)² (Σ_e μ(e|z)²/μ(e) − 1). */
  readonly modifiedChi2: Float64Array;
}

export interface InformationPlan {
  readonly sets: readonly LagSet[];
  /** @param law μ^π on contexts, [count] */
  readonly of: (transitions: Float64Array, law: Float64Array) => Informations;
}

/**
 * Informations of all sets of lags 1..M of at most D elements, for any π on these contexts.
 * @param window M @param degree D
 * @throws TheoryError (`size`)
 */
export function planInformations(contexts: Contexts, window: number, degree: number): InformationPlan {
  refuseHuge(contexts, window, degree);
  const sets = lagSets(window, degree);
  const places = new Map(sets.map((set, index) => [set.join(), index]));
  const largest = Math.min(degree, window);
  return {
    sets,
    of: (transitions, law) => {
      const chi2 = new Float64Array(sets.length);
      const modifiedChi2 = new Float64Array(sets.length);
      const tokens = tokenLaw(contexts, law);
      const tell = (set: LagSet, joint: Float64Array): void => {
        const place = places.get(set.join());
        // Every set comes up once, and every one that comes up is in the list.
        if (place === undefined) return;
        const found: JointInformation = jointInformation(joint, tokens);
        chi2[place] = found.chi2;
        modifiedChi2[place] = found.modifiedChi2;
      };
      walkSets({ contexts, transitions, window, degree: largest, tell }, law);
      return { chi2, modifiedChi2 };
    },
  };
}

interface Walk {
  readonly contexts: Contexts;
  readonly transitions: Float64Array;
  readonly window: number;
  readonly degree: number;
  /** Takes the joint law of a set's tokens and the next one, [.., d]. */
  readonly tell: (set: LagSet, joint: Float64Array) => void;
}

/**
 * All sets, each from the law of the context before the next token and, as labels of that law, of the set's tokens
 * beyond the context. A set's last label need not be carried: what the context with it foretells says the same.
 */
function walkSets(walk: Walk, law: Float64Array): void {
  const { contexts, transitions, window, degree } = walk;
  const { span, alphabetSize: d } = contexts;
  const foretold = [nextToken(contexts, transitions)];
  for (let ahead = 1; ahead <= window - span; ahead++) {
    foretold.push(oneLater(contexts, transitions, foretold[ahead - 1]));
  }
  const near = lagSets(Math.min(span, window), degree);

  const visit = (labels: LagSet, labelled: Float64Array): void => {
    for (const set of [[], ...near]) {
      const size = set.length + labels.length;
      if (size >= 1 && size <= degree)
        walk.tell([...set, ...labels], jointWithin(contexts, labelled, set, foretold[0]));
    }
    const room = window - (labels.at(-1) ?? span);
    if (labels.length === degree - 1) {
      for (let ahead = 1; ahead <= (labels.length === 0 ? window - span : room); ahead++) {
        const set = [span, ...labels].map((lag) => lag + ahead);
        walk.tell(set, jointAcross(contexts, labelled, foretold[ahead]));
      }
    } else if (room > 0) {
      descend(labels, labelled);
    }
  };

  /** The context's oldest token becomes a label; then all that the labels can be in the window. */
  const descend = (labels: LagSet, from: Float64Array): void => {
    let labelled = new Float64Array(from.length * d);
    let next = new Float64Array(from.length * d);
    advanceRemembering(contexts, transitions, from, labelled);
    let lags = [span, ...labels].map((lag) => lag + 1);
    for (;;) {
      visit(lags, labelled);
      if (lags[lags.length - 1] === window) return;
      advance(contexts, transitions, labelled, next);
      [labelled, next] = [next, labelled];
      lags = lags.map((lag) => lag + 1);
    }
  };

  visit([], law);
}

/** Joint law of labels, tokens at the lags `set` of the context, and the next token. */
function jointWithin(
  { alphabetSize: d, count }: Contexts,
  labelled: Float64Array,
  set: LagSet,
  prediction: Float64Array,
): Float64Array {
  const digits = set.map((lag) => d ** (lag - 1));
  const tuples = d ** set.length;
  const joint = new Float64Array((labelled.length / count) * tuples * d);
  for (let context = 0; context < count; context++) {
    const tuple = digits.reduce((index, digit) => index * d + (Math.floor(context / digit) % d), 0);
    for (let block = 0, at = tuple * d; block < labelled.length; block += count, at += tuples * d) {
      const mass = labelled[block + context];
      if (mass === 0) continue;
      for (let token = 0; token < d; token++) joint[at + token] += mass * prediction[context * d + token];
    }
  }
  return joint;
}

/** Joint law of labels, the context's oldest token, and a token that is foretold for later. */
function jointAcross(
  { alphabetSize: d, count, older }: Contexts,
  labelled: Float64Array,
  prediction: Float64Array,
): Float64Array {
  const joint = new Float64Array((labelled.length / count) * d * d);
  for (let block = 0, label = 0; block < labelled.length; block += count, label++) {
    for (let context = 0; context < count; context++) {
      const mass = labelled[block + context];
      if (mass === 0) continue;
      const at = (label * d + Math.floor(context / older)) * d;
      for (let token = 0; token < d; token++) joint[at + token] += mass * prediction[context * d + token];
    }
  }
  return joint;
}
