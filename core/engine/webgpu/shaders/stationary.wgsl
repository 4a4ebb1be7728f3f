// The state in which each chain of a batch starts, from its stationary law, by the algorithm of Grassmann, Taksar and
// Heyman (1985), which never subtracts. All in logarithms: with small ALPHA a chain leaves some states with
// probabilities that no float holds, and which of them it leaves least decides the law. A workgroup for each sequence.

@group(0) @binding(0) var<uniform> draw: Draw;
/// Logarithms of pi, [count, ROWS, TOKENS].
@group(0) @binding(1) var<storage, read> logarithms: array<f32>;
/// [count]
@group(0) @binding(2) var<storage, read_write> starts: array<u32>;
/// For each workgroup [STATES, STATES], from row to column.
@group(0) @binding(3) var<storage, read_write> transitions: array<f32>;

const LANES = 32u;
/// The logarithm of 0.
const NOTHING = -3.0e38;

/// Logarithms of the states' masses.
var<workgroup> law: array<f32, STATES>;

fn everybody() {
  workgroupBarrier();
  storageBarrier();
}

/// ln(exp(a) + exp(b))
fn logSum(a: f32, b: f32) -> f32 {
  let larger = max(a, b);
  return larger + naturalLog(1.0 + exp(max(min(a, b) - larger, -80.0)));
}

/// ln(exp(a) exp(b)), where a may be that of 0.
fn logProduct(a: f32, b: f32) -> f32 {
  return max(a + b, NOTHING);
}

/// The row of pi that the parents among a state's tokens name.
fn rowOfState(state: u32) -> u32 {
  var row = 0u;
  var power = 1u;
  for (var parent = 0u; parent < PARENT_COUNT; parent++) {
    var rest = state;
    for (var lag = PARENTS[parent]; lag > 1u; lag--) {
      rest /= TOKENS;
    }
    row += (rest % TOKENS) * power;
    power *= TOKENS;
  }
  return row;
}

fn fillTransitions(lane: u32, base: u32, sequence: u32) {
  for (var state = lane; state < STATES; state += LANES) {
    let row = base + state * STATES;
    for (var next = 0u; next < STATES; next++) {
      transitions[row + next] = NOTHING;
    }
    let place = (sequence * ROWS + rowOfState(state)) * TOKENS;
    for (var token = 0u; token < TOKENS; token++) {
      transitions[row + (state % (STATES / TOKENS)) * TOKENS + token] = logarithms[place + token];
    }
  }
  everybody();
}

/// Takes the states out one by one, from the last. A lane has rows of its own.
fn eliminate(lane: u32, base: u32) {
  for (var last = STATES - 1u; last > 0u; last--) {
    let lastRow = base + last * STATES;
    var leaving = NOTHING;
    for (var next = 0u; next < last; next++) {
      leaving = logSum(leaving, transitions[lastRow + next]);
    }
    for (var state = lane; state < last; state += LANES) {
      let row = base + state * STATES;
      let into = transitions[row + last];
      if (into > NOTHING) {
        let share = into - leaving;
        transitions[row + last] = share;
        for (var next = 0u; next < last; next++) {
          transitions[row + next] = logSum(transitions[row + next], logProduct(transitions[lastRow + next], share));
        }
      }
    }
    everybody();
  }
}

/// Puts them back in: each gives what it has to those after it.
fn findLaw(lane: u32, base: u32) {
  for (var state = lane; state < STATES; state += LANES) {
    law[state] = select(NOTHING, 0.0, state == 0u);
  }
  for (var origin = 0u; origin < STATES; origin++) {
    workgroupBarrier();
    let mass = law[origin];
    for (var state = lane; state < STATES; state += LANES) {
      if (state > origin) {
        law[state] = logSum(law[state], logProduct(transitions[base + origin * STATES + state], mass));
      }
    }
  }
  workgroupBarrier();
}

/// A state by its mass and a random word.
fn drawState(word: u32) -> u32 {
  var largest = NOTHING;
  for (var state = 0u; state < STATES; state++) {
    largest = max(largest, law[state]);
  }
  var total = 0.0;
  for (var state = 0u; state < STATES; state++) {
    total += exp(max(law[state] - largest, -80.0));
  }
  var left = unitOf(word) * total;
  var state = 0u;
  while (state + 1u < STATES) {
    left -= exp(max(law[state] - largest, -80.0));
    if (left < 0.0) {
      break;
    }
    state++;
  }
  return state;
}

@compute @workgroup_size(LANES)
fn stationary(
  @builtin(workgroup_id) workgroup: vec3u,
  @builtin(num_workgroups) workgroups: vec3u,
  @builtin(local_invocation_index) lane: u32,
) {
  let base = workgroup.x * STATES * STATES;
  for (var sequence = workgroup.x; sequence < draw.count; sequence += workgroups.x) {
    fillTransitions(lane, base, sequence);
    eliminate(lane, base);
    findLaw(lane, base);
    if (lane == 0u) {
      let number = numberOf(sequence, draw.firstLow, draw.firstHigh);
      starts[sequence] = drawState(philox(vec4u(number, 0u, FOR_START), draw.seed).x);
    }
    workgroupBarrier();
  }
}
