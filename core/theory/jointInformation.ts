/** χ²- and modified χ²-information of one joint law (spec/theory.md). */

export interface JointInformation {
  readonly chi2: number;
  readonly modifiedChi2: number;
}

/**
 * @param joint law of what is known (z) and a token (e), [.., d] row-major, sums to 1
 * @param tokens law of the token, [d]
 */
export function jointInformation(joint: Float64Array, tokens: Float64Array): JointInformation {
  const d = tokens.length;
  let [chi2, modifiedChi2] = [0, 0];
  for (let row = 0; row < joint.length; row += d) {
    let mass = 0;
    for (let token = 0; token < d; token++) mass += joint[row + token];
    if (mass === 0) continue;
    // Σ_e μ(e|z)²/μ(e) − 1 as a sum of squares: nothing cancels where the tokens hardly depend on each other.
    let divergence = 0;
    for (let token = 0; token < d; token++) {
      const probability = tokens[token];
      if (probability > 0) divergence += (joint[row + token] / mass - probability) ** 2 / probability;
    }
    chi2 += mass * divergence;
    modifiedChi2 += mass * mass * divergence;
  }
  return { chi2, modifiedChi2 };
}
