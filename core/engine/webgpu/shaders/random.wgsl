// Philox4x32-10 (Salmon, Moraes, Dror, Shaw, SC 2011): every random word is a function of what it is for.

struct Draw {
  /// Number of the first sequence in its stream.
  firstLow: u32,
  firstHigh: u32,
  count: u32,
  seed: u32,
}

/// Marks the stream of fresh batches, and what its words are for.
const STREAM = 2u;
const FOR_TOKENS = 0x80000000u;
const FOR_START = 0x80000001u;
const FOR_GAMMA = 0x40000000u;

fn highProduct(a: u32, b: u32) -> u32 {
  let aLow = a & 0xffffu;
  let aHigh = a >> 16u;
  let bLow = b & 0xffffu;
  let bHigh = b >> 16u;
  let middle = aHigh * bLow + ((aLow * bLow) >> 16u);
  let other = aLow * bHigh + (middle & 0xffffu);
  return aHigh * bHigh + (middle >> 16u) + (other >> 16u);
}

fn philox(start: vec4u, seed: u32) -> vec4u {
  var c = start;
  var key = vec2u(seed, STREAM);
  for (var round = 0u; round < 10u; round++) {
    let first = vec2u(highProduct(0xd2511f53u, c.x), 0xd2511f53u * c.x);
    let second = vec2u(highProduct(0xcd9e8d57u, c.z), 0xcd9e8d57u * c.z);
    c = vec4u(second.x ^ c.y ^ key.x, second.y, first.x ^ c.w ^ key.y, first.y);
    key += vec2u(0x9e3779b9u, 0xbb67ae85u);
  }
  return c;
}

/// Low and high word of a sequence's number.
fn numberOf(sequence: u32, firstLow: u32, firstHigh: u32) -> vec2u {
  let low = firstLow + sequence;
  return vec2u(low, firstHigh + select(0u, 1u, low < firstLow));
}

/// Between 0 and 1, both excluded.
fn unitOf(word: u32) -> f32 {
  return (f32(word >> 9u) + 0.5) * 1.1920928955078125e-7;
}
