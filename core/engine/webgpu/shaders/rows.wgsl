// Rows of pi from Dirichlet(ALPHA), as cumulative probabilities in units of 2^-31 with the floor mixed in. Weights are
// gamma variates by Marsaglia and Tsang (ACM TOMS 2000), in logarithms throughout, so that small ALPHA loses nothing. For
// stationary starts the logarithms of the probabilities are kept beside them.

/// Log of a gamma variate of shape ALPHA; below 1 by the boost G(ALPHA) = G(ALPHA + 1) U^(1/ALPHA).
fn logGamma(number: vec2u, row: u32, token: u32, seed: u32) -> f32 {
  let shape = select(ALPHA, ALPHA + 1.0, ALPHA < 1.0);
  let d = shape - 1.0 / 3.0;
  let c = 1.0 / sqrt(9.0 * d);
  for (var attempt = 0u; attempt < 1000u; attempt++) {
    let words = philox(vec4u(number, row, FOR_GAMMA | (attempt << 8u) | token), seed);
    let normal = sqrt(-2.0 * naturalLog(unitOf(words.y))) * cos(6.2831853 * unitOf(words.z));
    let root = 1.0 + c * normal;
    if (root <= 0.0) {
      continue;
    }
    let v = root * root * root;
    let logV = 3.0 * naturalLog(root);
    if (naturalLog(unitOf(words.w)) < 0.5 * normal * normal + d * (1.0 - v + logV)) {
      let boost = select(0.0, naturalLog(unitOf(words.x)) / ALPHA, ALPHA < 1.0);
      return naturalLog(d) + logV + boost;
    }
  }
  return 0.0;
}

/// Draws row number `row` of a sequence into the thresholds that begin at `place`.
fn drawRow(number: vec2u, row: u32, seed: u32, place: u32) {
  var largest = -3.0e38;
  for (var token = 0u; token < TOKENS; token++) {
    let weight = logGamma(number, row, token, seed);
    thresholds[place + token] = bitcast<u32>(weight);
    largest = max(largest, weight);
  }
  var sum = 0.0;
  for (var token = 0u; token < TOKENS; token++) {
    sum += exp(bitcast<f32>(thresholds[place + token]) - largest);
  }
  let share = (1.0 - FLOOR * f32(TOKENS)) / sum;
  var total = 0.0;
  for (var token = 0u; token < TOKENS; token++) {
    let weight = bitcast<f32>(thresholds[place + token]) - largest;
    let probability = exp(weight) * share + FLOOR;
    if (STATIONARY) {
      logarithms[place + token] = select(weight - naturalLog(sum), naturalLog(probability), FLOOR > 0.0);
    }
    total += probability;
    thresholds[place + token] = u32(min(total * 2147483648.0, 2147483520.0));
  }
}
