// Forward and backward of the disentangled model, a workgroup for each sequence in turn (spec model.md section 2).
// Keys go through in tiles, an invocation for each. What a workgroup finds goes into rows of `partials` that it alone
// writes, each cell always by the same invocation, so that equal inputs give equal bits. Sums over tokens are made in
// integers, whose order does not matter.

@compute @workgroup_size(TILE)
fn sequences(@builtin(workgroup_id) workgroup: vec3u, @builtin(local_invocation_index) index: u32) {
  group = workgroup.x;
  lane = index;
  let scale = weights[SCALE];
  var loss = 0.0;
  var scaleGradient = 0.0;
  for (var sequence = workgroup.x; sequence < range.count; sequence += range.groups) {
    row = (range.first + sequence) * ROW_WORDS;
    let answer = findQuery();
    let largest = selectKeys(scale);
    let attention = attend(scale, largest, answer);
    loss += attention.loss;
    if (WANTS_GRADIENT) {
      scaleGradient += keysBackward(scale, attention, answer);
    }
    if (WANTS_LAGS) {
      queryBackward();
    }
  }
  scaleGradient = groupSum(scaleGradient);
  if (lane == 0u) {
    addOutput(PARTS, 0u, loss);
    addOutput(PARTS, 1u, scaleGradient);
  }
  if (SUMS_ARE_LOCAL) {
    workgroupBarrier();
    for (var place = lane; place < PARTIAL_CELLS; place += TILE) {
      partials[group * PARTIAL_CELLS + place] += localSums[place];
    }
  }
}
