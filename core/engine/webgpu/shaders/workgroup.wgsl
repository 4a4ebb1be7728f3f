// What a workgroup has to work with: the bindings, the memory its invocations share, where things lie, and sums over the
// workgroup. The constants come from shape.ts.

struct Range {
  /// First sequence and how many there are.
  first: u32,
  count: u32,
  /// Workgroups, each with scratch of its own.
  groups: u32,
}

@group(0) @binding(0) var<uniform> range: Range;
/// Four tokens a word, ROW_WORDS words a sequence.
@group(0) @binding(1) var<storage, read> tokens: array<u32>;
/// sigma [lengths, HEADS, LAGS], p [SUBSETS], a.
@group(0) @binding(2) var<storage, read> weights: array<f32>;
/// The heads of each subset, as bits.
@group(0) @binding(3) var<storage, read> subsetHeads: array<u32>;
/// For each group: k [LENGTH], exponentials [LENGTH], similarities [HEADS, LENGTH], query [HEADS, TOKENS] if it is here.
@group(0) @binding(4) var<storage, read_write> scratch: array<f32>;
/// [groups, PARTS + 1, OUTPUTS]: loss, a, subsets, whole windows [HEADS, LAGS], logits by shorter windows [HEADS, LAGS].
@group(0) @binding(5) var<storage, read_write> partials: array<f32>;

const LENGTH_EPSILON = 1e-7;
const LOWEST = -3.0e38;
/// Integers stand for fractions of a sum of magnitudes at most 1.
const FIXED_ONE = 1073741824.0;
const SUBSET_WEIGHTS = SIGMA_SIZE;
const SCALE = SUBSET_WEIGHTS + SUBSETS;
const SUBSET_OUTPUTS = 2u;
const WHOLE_OUTPUTS = SUBSET_OUTPUTS + SUBSETS;
const SHORT_OUTPUTS = WHOLE_OUTPUTS + HEADS * LAGS;
const QUERY_SEEN = min(LENGTH, WINDOW);
const CELL_STRIDE = TILE + 1u;
const PARTIAL_CELLS = (PARTS + 1u) * OUTPUTS;

/// Tokens from WINDOW before the tile to its end.
var<workgroup> nearby: array<u32, TILE + WINDOW>;
var<workgroup> reach: array<f32, TILE + WINDOW>;
var<workgroup> cells: array<f32, COLUMNS * CELL_STRIDE>;
var<workgroup> votes: array<atomic<i32>, TOKENS>;
var<workgroup> tokenGradients: array<f32, TOKENS>;
var<workgroup> localQuery: array<f32, LOCAL_QUERY_CELLS>;
/// This group's rows of partials until it has gone through its sequences, where they fit.
var<workgroup> localSums: array<f32, LOCAL_SUMS>;
var<workgroup> queryLengths: array<f32, HEADS>;

var<private> group: u32;
var<private> lane: u32;
/// First word of the sequence.
var<private> row: u32;
var<private> similarities: array<f32, HEADS>;
var<private> similarityGradients: array<f32, HEADS>;
/// The value of one head at one position, where it takes part in its own length.
var<private> value: array<f32, VALUE_CELLS>;

fn tokenAt(position: u32) -> u32 {
  return (tokens[row + (position >> 2u)] >> ((position & 3u) * 8u)) & 255u;
}

fn kernelPlace(position: u32) -> u32 {
  return group * LENGTH + position;
}

fn exponentialPlace(position: u32) -> u32 {
  return (range.groups + group) * LENGTH + position;
}

fn similarityPlace(head: u32, position: u32) -> u32 {
  return (2u * range.groups + group * HEADS + head) * LENGTH + position;
}

fn queryPlace(head: u32, token: u32) -> u32 {
  return (2u + HEADS) * range.groups * LENGTH + (group * HEADS + head) * TOKENS + token;
}

fn queryAt(head: u32, token: u32) -> f32 {
  if (QUERY_IS_LOCAL) {
    return localQuery[head * TOKENS + token];
  }
  return scratch[queryPlace(head, token)];
}

fn setQuery(head: u32, token: u32, to: f32) {
  if (QUERY_IS_LOCAL) {
    localQuery[head * TOKENS + token] = to;
  } else {
    scratch[queryPlace(head, token)] = to;
  }
}

/// Where sigma of a window of `seen` tokens begins, for one head.
fn sigmaRow(seen: u32, head: u32) -> u32 {
  return ((seen - FIRST) * HEADS + head) * LAGS;
}

/// Adds to a cell of this group's results, which no other invocation adds to.
fn addOutput(part: u32, output: u32, more: f32) {
  let place = part * OUTPUTS + output;
  if (SUMS_ARE_LOCAL) {
    localSums[place] += more;
  } else {
    partials[group * PARTIAL_CELLS + place] += more;
  }
}

fn everybody() {
  workgroupBarrier();
  storageBarrier();
}

/// The sum over the workgroup, in a tree of fixed shape.
fn groupSum(mine: f32) -> f32 {
  workgroupBarrier();
  cells[lane] = mine;
  for (var width = TILE / 2u; width > 0u; width /= 2u) {
    workgroupBarrier();
    if (lane < width) {
      cells[lane] += cells[lane + width];
    }
  }
  workgroupBarrier();
  return cells[0];
}

fn groupLargest(mine: f32) -> f32 {
  workgroupBarrier();
  cells[lane] = mine;
  for (var width = TILE / 2u; width > 0u; width /= 2u) {
    workgroupBarrier();
    if (lane < width) {
      cells[lane] = max(cells[lane], cells[lane + width]);
    }
  }
  workgroupBarrier();
  return cells[0];
}

/// Adds each of `count` columns of cells to the output of its number from `first`.
fn sumColumns(first: u32, count: u32) {
  workgroupBarrier();
  let column = lane / PARTS;
  let part = lane % PARTS;
  if (column < count) {
    var sum = 0.0;
    for (var key = part; key < TILE; key += PARTS) {
      sum += cells[column * CELL_STRIDE + key];
    }
    addOutput(part, first + column, sum);
  }
  workgroupBarrier();
}

fn loadNearby(tile: u32) {
  workgroupBarrier();
  for (var slot = lane; slot < TILE + WINDOW; slot += TILE) {
    let position = i32(tile + slot) - i32(WINDOW);
    var token = 0u;
    if (position >= 0 && position <= i32(LENGTH)) {
      token = tokenAt(u32(position));
    }
    nearby[slot] = token;
  }
  workgroupBarrier();
}

/// The token that stands `lag` + 1 before this invocation's key.
fn before(lag: u32) -> u32 {
  return nearby[lane + WINDOW - 1u - lag];
}

fn clearVotes() {
  workgroupBarrier();
  for (var token = lane; token < TOKENS; token += TILE) {
    atomicStore(&votes[token], 0);
  }
  workgroupBarrier();
}
