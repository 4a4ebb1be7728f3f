// From tokens to the loss: the query's value, similarities and k of every key, attention, and what the loss says of it.

/// Finds the value of one head at this invocation's key, at the tokens of its window alone. Returns its length.
fn findValue(sigma: u32) -> f32 {
  for (var lag = 0u; lag < LAGS; lag++) {
    value[before(lag)] = 0.0;
  }
  for (var lag = 0u; lag < LAGS; lag++) {
    value[before(lag)] += weights[sigma + lag];
  }
  var square = 0.0;
  for (var lag = 0u; lag < LAGS; lag++) {
    square += weights[sigma + lag] * value[before(lag)];
  }
  return sqrt(square);
}

/// The query's value of every head. Returns the token that came after.
fn findQuery() -> u32 {
  loadNearby(LENGTH);
  for (var cell = lane; cell < HEADS * TOKENS; cell += TILE) {
    let head = cell / TOKENS;
    let token = cell % TOKENS;
    let sigma = sigmaRow(QUERY_SEEN, head);
    var sum = 0.0;
    for (var lag = 0u; lag < LAGS; lag++) {
      sum += select(0.0, weights[sigma + lag], nearby[WINDOW - 1u - lag] == token);
    }
    setQuery(head, token, sum);
  }
  everybody();
  if (NORMALIZED) {
    for (var head = lane; head < HEADS; head += TILE) {
      var square = 0.0;
      for (var token = 0u; token < TOKENS; token++) {
        let entry = queryAt(head, token);
        square += entry * entry;
      }
      queryLengths[head] = sqrt(square);
    }
    everybody();
    for (var cell = lane; cell < HEADS * TOKENS; cell += TILE) {
      let head = cell / TOKENS;
      let token = cell % TOKENS;
      setQuery(head, token, queryAt(head, token) / (queryLengths[head] + LENGTH_EPSILON));
    }
    everybody();
  }
  return nearby[WINDOW];
}

/// Large loops go through memory and only small ones through arrays in registers: compilers unroll what indexes these.
fn loadSimilarities(position: u32) {
  for (var head = 0u; head < HEADS; head++) {
    similarities[head] = scratch[similarityPlace(head, position)];
  }
}

/// The product of this key's similarities over the heads of a subset.
fn productOver(heads: u32) -> f32 {
  var product = 1.0;
  for (var head = 0u; head < HEADS; head++) {
    if (((heads >> head) & 1u) != 0u) {
      product *= similarities[head];
    }
  }
  return product;
}

/// Similarities and k of every key, into scratch. Returns the largest logit.
fn selectKeys(scale: f32) -> f32 {
  var largest = LOWEST;
  for (var tile = FIRST; tile < LENGTH; tile += TILE) {
    loadNearby(tile);
    let position = tile + lane;
    if (position < LENGTH) {
      let seen = min(position, WINDOW);
      for (var head = 0u; head < HEADS; head++) {
        let sigma = sigmaRow(seen, head);
        var similarity = 0.0;
        for (var lag = 0u; lag < LAGS; lag++) {
          similarity += weights[sigma + lag] * queryAt(head, before(lag));
        }
        if (NORMALIZED) {
          similarity /= findValue(sigma) + LENGTH_EPSILON;
        }
        scratch[similarityPlace(head, position)] = similarity;
      }
      loadSimilarities(position);
      var selected = 0.0;
      for (var subset = 0u; subset < SUBSETS; subset++) {
        selected += weights[SUBSET_WEIGHTS + subset] * productOver(subsetHeads[subset]);
      }
      scratch[kernelPlace(position)] = selected;
      largest = max(largest, scale * selected);
    }
  }
  return groupLargest(largest);
}

struct Attention {
  loss: f32,
  /// One over the sum of the exponentials.
  share: f32,
  /// With the log loss: g - g.y of the token that came, and of every other.
  came: f32,
  other: f32,
  /// The mean of k by attention.
  selected: f32,
}

/// Exponentials into scratch, and the loss; with the softmax loss g - g.y into tokenGradients.
fn attend(scale: f32, largest: f32, answer: u32) -> Attention {
  var matching = 0.0;
  var others = 0.0;
  var selected = 0.0;
  for (var position = FIRST + lane; position < LENGTH; position += TILE) {
    let k = scratch[kernelPlace(position)];
    let exponential = exp(scale * k - largest);
    scratch[exponentialPlace(position)] = exponential;
    selected += exponential * k;
    if (tokenAt(position) == answer) {
      matching += exponential;
    } else {
      others += exponential;
    }
  }
  matching = groupSum(matching);
  others = groupSum(others);
  var found: Attention;
  found.share = 1.0 / max(matching + others, 1e-30);
  if (WANTS_GRADIENT) {
    found.selected = groupSum(selected) * found.share;
  }
  if (LOG_LOSS) {
    let predicted = matching * found.share;
    found.loss = -naturalLog(predicted + EPSILON);
    found.came = -(others * found.share) / (predicted + EPSILON);
    found.other = predicted / (predicted + EPSILON);
    return found;
  }
  found.loss = softmaxLoss(found.share, answer);
  return found;
}

fn softmaxLoss(share: f32, answer: u32) -> f32 {
  clearVotes();
  for (var position = FIRST + lane; position < LENGTH; position += TILE) {
    let attention = scratch[exponentialPlace(position)] * share;
    atomicAdd(&votes[tokenAt(position)], i32(round(attention * FIXED_ONE)));
  }
  workgroupBarrier();
  var total = 0.0;
  for (var token = lane; token < TOKENS; token += TILE) {
    total += exp(voteFor(token));
  }
  total = groupSum(total);
  var along = 0.0;
  for (var token = lane; token < TOKENS; token += TILE) {
    let vote = voteFor(token);
    let gradient = exp(vote) / total - select(0.0, 1.0, token == answer);
    tokenGradients[token] = gradient;
    along += vote * gradient;
  }
  // Twice: where one token has nearly all votes, the first mean is right only to the rounding of what it has to leave.
  for (var turn = 0u; turn < 2u; turn++) {
    let mean = groupSum(along);
    along = 0.0;
    for (var token = lane; token < TOKENS; token += TILE) {
      tokenGradients[token] -= mean;
      along += voteFor(token) * tokenGradients[token];
    }
  }
  workgroupBarrier();
  return naturalLog(total) - voteFor(answer);
}

fn voteFor(token: u32) -> f32 {
  return f32(atomicLoad(&votes[token])) / FIXED_ONE;
}
