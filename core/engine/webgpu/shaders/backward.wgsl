// From the loss back to p and sigma: through the selector, then through the values of the keys and of the query.

/// From the gradient of this key's k to those of its similarities: products over the other heads, from both ends.
fn selectBackward(kernelGradient: f32) {
  for (var head = 0u; head < HEADS; head++) {
    similarityGradients[head] = 0.0;
  }
  var beginnings: array<f32, HEADS>;
  for (var subset = 0u; subset < SUBSETS; subset++) {
    let heads = subsetHeads[subset];
    var beginning = 1.0;
    for (var head = 0u; head < HEADS; head++) {
      if (((heads >> head) & 1u) != 0u) {
        beginnings[head] = beginning;
        beginning *= similarities[head];
      }
    }
    var ending = kernelGradient * weights[SUBSET_WEIGHTS + subset];
    for (var head = HEADS; head > 0u; head--) {
      if (((heads >> (head - 1u)) & 1u) != 0u) {
        similarityGradients[head - 1u] += ending * beginnings[head - 1u];
        ending *= similarities[head - 1u];
      }
    }
  }
}

fn subsetColumns(kernelGradient: f32) {
  for (var base = 0u; base < SUBSETS; base += COLUMNS) {
    let count = min(COLUMNS, SUBSETS - base);
    for (var column = 0u; column < count; column++) {
      cells[column * CELL_STRIDE + lane] = kernelGradient * productOver(subsetHeads[base + column]);
    }
    sumColumns(SUBSET_OUTPUTS + base, count);
  }
}

/// What one head's value at this invocation's key gives to sigma, and its scaled gradient into scratch for the query.
fn lagColumns(head: u32, tile: u32) {
  let position = tile + lane;
  let isKey = position < LENGTH;
  let isWhole = position >= WINDOW;
  let sigma = sigmaRow(select(WINDOW, min(position, WINDOW), isKey), head);
  var direct = 0.0;
  var back = 0.0;
  if (isKey) {
    for (var other = 0u; other < HEADS; other++) {
      direct = select(direct, similarityGradients[other], other == head);
    }
    if (NORMALIZED) {
      // v' = v/(n + e): dv = dk' (q - v k'/n) / (n + e)
      let length = findValue(sigma);
      direct = select(0.0, direct / (length + LENGTH_EPSILON), length > 0.0);
      back = select(0.0, direct * scratch[similarityPlace(head, position)] / length, length > 0.0);
    }
    scratch[similarityPlace(head, position)] = direct;
  }
  if (tile + TILE > WINDOW) {
    for (var base = 0u; base < LAGS; base += COLUMNS) {
      let count = min(COLUMNS, LAGS - base);
      for (var column = 0u; column < count; column++) {
        let gradient = lagGradient(head, base + column, direct, back);
        cells[column * CELL_STRIDE + lane] = select(0.0, gradient, isKey && isWhole);
      }
      sumColumns(WHOLE_OUTPUTS + head * LAGS + base, count);
    }
  }
  if (FIRST < WINDOW && tile < WINDOW) {
    shortColumns(head, sigma, direct, back, isKey && !isWhole);
  }
}

fn lagGradient(head: u32, lag: u32, direct: f32, back: f32) -> f32 {
  let token = before(lag);
  var gradient = direct * queryAt(head, token);
  if (NORMALIZED) {
    gradient -= back * value[token];
  }
  return gradient;
}

/// Windows at the beginning have a softmax of their own each: straight on to the logits.
fn shortColumns(head: u32, sigma: u32, direct: f32, back: f32, isShort: bool) {
  var mean = 0.0;
  for (var lag = 0u; lag < LAGS; lag++) {
    mean += weights[sigma + lag] * lagGradient(head, lag, direct, back);
  }
  for (var base = 0u; base < LAGS; base += COLUMNS) {
    let count = min(COLUMNS, LAGS - base);
    for (var column = 0u; column < count; column++) {
      let lag = base + column;
      let gradient = weights[sigma + lag] * (lagGradient(head, lag, direct, back) - mean);
      cells[column * CELL_STRIDE + lane] = select(0.0, gradient, isShort);
    }
    sumColumns(SHORT_OUTPUTS + head * LAGS + base, count);
  }
}

/// Everything that keys give to the gradient. Returns this invocation's part of a's.
fn keysBackward(scale: f32, attention: Attention, answer: u32) -> f32 {
  var scaleGradient = 0.0;
  for (var tile = FIRST; tile < LENGTH; tile += TILE) {
    loadNearby(tile);
    let position = tile + lane;
    var kernelGradient = 0.0;
    if (position < LENGTH) {
      let token = nearby[lane + WINDOW];
      var along = select(attention.other, attention.came, token == answer);
      if (!LOG_LOSS) {
        along = tokenGradients[token];
      }
      let logitGradient = scratch[exponentialPlace(position)] * attention.share * along;
      // Gradients of the logits sum to 0, so k may be counted from its mean: where all are alike nothing is left.
      scaleGradient += (scratch[kernelPlace(position)] - attention.selected) * logitGradient;
      kernelGradient = scale * logitGradient;
      loadSimilarities(position);
    }
    if (WANTS_SUBSETS) {
      subsetColumns(kernelGradient);
    }
    if (WANTS_LAGS) {
      selectBackward(kernelGradient);
      for (var head = 0u; head < HEADS; head++) {
        lagColumns(head, tile);
      }
    }
  }
  return scaleGradient;
}

/// Sums over keys and lags what each position's token gives to the query's value of one head, into votes.
fn voteForQuery(head: u32, unit: f32) {
  clearVotes();
  for (var tile = 0u; tile < LENGTH; tile += TILE) {
    workgroupBarrier();
    for (var slot = lane; slot < TILE + LAGS; slot += TILE) {
      let position = tile + 1u + slot;
      var gradient = 0.0;
      if (position >= FIRST && position < LENGTH) {
        gradient = scratch[similarityPlace(head, position)];
      }
      reach[slot] = gradient;
    }
    workgroupBarrier();
    let position = tile + lane;
    if (position < LENGTH) {
      var sum = 0.0;
      for (var lag = 0u; lag < LAGS; lag++) {
        let seen = clamp(position + 1u + lag, FIRST, WINDOW);
        sum += weights[sigmaRow(seen, head) + lag] * reach[lane + lag];
      }
      atomicAdd(&votes[tokenAt(position)], i32(round(sum * unit)));
    }
  }
  workgroupBarrier();
}

/// What the query's value gives to sigma of its window.
fn queryBackward() {
  everybody();
  for (var head = 0u; head < HEADS; head++) {
    var total = 0.0;
    for (var position = FIRST + lane; position < LENGTH; position += TILE) {
      total += abs(scratch[similarityPlace(head, position)]);
    }
    total = max(groupSum(total), 1e-30);
    voteForQuery(head, FIXED_ONE / total);
    var along = 0.0;
    for (var token = lane; token < TOKENS; token += TILE) {
      let gradient = voteFor(token) * total;
      tokenGradients[token] = gradient;
      along += gradient * queryAt(head, token);
    }
    if (NORMALIZED) {
      along = groupSum(along);
      let length = queryLengths[head];
      for (var token = lane; token < TOKENS; token += TILE) {
        let rest = tokenGradients[token] - queryAt(head, token) * along * (length + LENGTH_EPSILON) / max(length, 1e-30);
        tokenGradients[token] = select(0.0, rest / (length + LENGTH_EPSILON), length > 0.0);
      }
    }
    loadNearby(LENGTH);
    addQueryLags(head);
  }
}

fn addQueryLags(head: u32) {
  let sigma = sigmaRow(QUERY_SEEN, head);
  var mean = 0.0;
  if (QUERY_SEEN < WINDOW) {
    for (var lag = lane; lag < LAGS; lag += TILE) {
      mean += weights[sigma + lag] * tokenGradients[nearby[WINDOW - 1u - lag]];
    }
    mean = groupSum(mean);
  }
  for (var lag = lane; lag < LAGS; lag += TILE) {
    let gradient = tokenGradients[nearby[WINDOW - 1u - lag]];
    if (QUERY_SEEN < WINDOW) {
      addOutput(PARTS, SHORT_OUTPUTS + head * LAGS + lag, weights[sigma + lag] * (gradient - mean));
    } else {
      addOutput(PARTS, WHOLE_OUTPUTS + head * LAGS + lag, gradient);
    }
  }
}
