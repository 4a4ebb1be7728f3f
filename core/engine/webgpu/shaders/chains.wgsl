// Walks along the chains of a batch, an invocation for each. Rows of pi lie there already, or, where they are many
// more than a sequence visits, each is drawn when it is needed, always with the same outcome.

@group(0) @binding(0) var<uniform> draw: Draw;
/// [count, KEPT_ROWS, TOKENS]
@group(0) @binding(1) var<storage, read_write> thresholds: array<u32>;
/// The state each chain starts in, the nearest token its fastest digit, [count]; unread with a uniform start.
@group(0) @binding(2) var<storage, read> starts: array<u32>;
/// Four tokens a word, [count, ROW_WORDS].
@group(0) @binding(3) var<storage, read_write> tokens: array<u32>;
@group(0) @binding(4) var<storage, read_write> logarithms: array<f32>;

/// The row that the parents of position `at` name. `current` holds the word being filled.
fn rowBefore(at: u32, first: u32, current: u32) -> u32 {
  var row = 0u;
  var power = 1u;
  for (var parent = 0u; parent < PARENT_COUNT; parent++) {
    let position = at - PARENTS[parent];
    var word = current;
    if ((position >> 2u) != (at >> 2u)) {
      word = tokens[first + (position >> 2u)];
    }
    row += ((word >> ((position & 3u) * 8u)) & 255u) * power;
    power *= TOKENS;
  }
  return row;
}

/// The first token whose threshold is above the word.
fn tokenOf(place: u32, word: u32) -> u32 {
  var low = 0u;
  var high = TOKENS - 1u;
  while (low < high) {
    let middle = (low + high) / 2u;
    if (word < thresholds[place + middle]) {
      high = middle;
    } else {
      low = middle + 1u;
    }
  }
  return low;
}

fn firstToken(sequence: u32, at: u32, word: u32) -> u32 {
  if (!STATIONARY) {
    return highProduct(word, TOKENS);
  }
  var state = starts[sequence];
  for (var lag = LARGEST_PARENT - at; lag > 1u; lag--) {
    state /= TOKENS;
  }
  return state % TOKENS;
}

@compute @workgroup_size(64)
fn chains(@builtin(global_invocation_id) id: vec3u) {
  let sequence = id.x;
  if (sequence >= draw.count) {
    return;
  }
  let number = numberOf(sequence, draw.firstLow, draw.firstHigh);
  let first = sequence * ROW_WORDS;
  var current = 0u;
  var words = vec4u();
  for (var at = 0u; at <= LENGTH; at++) {
    if ((at & 3u) == 0u) {
      words = philox(vec4u(number, at >> 2u, FOR_TOKENS), draw.seed);
      current = 0u;
    }
    let word = words[at & 3u];
    var token = 0u;
    if (at < LARGEST_PARENT) {
      token = firstToken(sequence, at, word);
    } else {
      let row = rowBefore(at, first, current);
      var place = sequence * KEPT_ROWS * TOKENS;
      if (KEPT_ROWS == ROWS) {
        place += row * TOKENS;
      } else {
        drawRow(number, row, draw.seed, place);
      }
      token = tokenOf(place, word >> 1u);
    }
    current |= token << ((at & 3u) * 8u);
    if ((at & 3u) == 3u || at == LENGTH) {
      tokens[first + (at >> 2u)] = current;
    }
  }
}
