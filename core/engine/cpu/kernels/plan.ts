/**
 * Where things lie. A plan is a block of 32-bit words in shared memory, one a thread, written by `../plan.ts`
 * (same fields, same order) and read here; pointers are byte addresses.
 *
 * The kernels' inner loops are written do … while wherever their body runs at least once: V8 moves what does not
 * change out of a loop only if the body stands before every exit.
 */

@unmanaged
export class Plan {
  // the model
  alphabetSize: u32;
  /** Vectors that hold one number a head: ⌈H/4⌉. */
  headVectors: u32;
  window: u32;
  subsetCount: u32;
  /** 1: the subsets are those of three heads up to pairs, with or without the empty one (a kernel of their own). */
  threeHeadsInPairs: u32;
  includesEmptySubset: u32;
  /** 1: values are divided by their length (`l2`). */
  normalizes: u32;
  /** Components of a value of one head: d, or what the host's values have. */
  valueSize: u32;
  /** 1: values come from the host, which takes their gradients: they are no copies of tokens, and k may be any number. */
  valuesGiven: u32;
  /** 1: κ = max(0, ⟨v_key, v_query⟩). */
  rectifies: u32;
  /** 1: cross-entropy of softmax(y); 0: −log(y + ε). */
  softmaxLoss: u32;
  /** Window lengths below M that occur (boundary `truncate`): lags of length t start at row t − firstLength. */
  firstLength: u32;
  // what to compute
  /** 1: κ (lanes of four keys) is kept from the call before. */
  similaritiesKept: u32;
  /** 1: k is kept from the call before. */
  kernelKept: u32;
  /** 1: κ (or k) of every pair has a place of its own, to be kept for coming calls. */
  keepsSimilarities: u32;
  keepsKernel: u32;
  /** Or, of given values, their gradients. */
  wantsLags: u32;
  wantsSubsets: u32;
  wantsScale: u32;
  wantsGradient: u32;
  // parameters (shared by all threads)
  /** f32 [lengths][M][4·headVectors]: σ of every window length, heads in lanes. */
  lagWeights: usize;
  /** f32 [subsetCount]: p_S. */
  subsetWeights: usize;
  /** f32: a, then ε. */
  scalars: usize;
  /** u32 [subsetCount][2]: position of S without its last head (or 0xffffffff), and that last head. */
  subsetTree: usize;
  // results (this thread's own)
  /** f64 [2 + subsetCount + lengths·M·4·headVectors]: loss, ∂a, Σ∂k·K_S, ∂σ. */
  results: usize;
  // scratch (this thread's own)
  /** Value rows: windows (table path) or codes of token blocks (direct path). */
  values: usize;
  /** Gradients of the value rows, same shape. */
  valueGradients: usize;
  /** κ of the keys of one query, then ∂κ. */
  similarities: usize;
  /** k of the keys of one query. */
  kernel: usize;
  /** e^{a(k − 1)} of the keys of one query. */
  exponentials: usize;
  /** ∂ℓ/∂(ak) of the keys of one query; the table path sums it in lanes of tokens. */
  logitGradients: usize;
  /** Tallies y·Z by token of each sequence of one query, then their gradients. */
  tallies: usize;
  /** Σ n·E·k by token of each sequence, where only `scale` is trained. */
  moments: usize;
  /** Vectors of partial sums: ∂a, then one a subset. */
  sums: usize;
  /** f32: slope and shift of the exponents. */
  line: usize;
  /** Value rows: one before it is normalised, a key's, and the query's gradient. */
  unnormalized: usize;
  keyValue: usize;
  queryGradient: usize;
  /** K_S and ∂K_S of four keys. */
  monomials: usize;
  monomialGradients: usize;
  // the window table
  windowCount: u32;
  /** u8 [windowCount][1 + M]: length, then tokens, nearest first. */
  windows: usize;
  /** u32 [sliceCount][8]: one query each, see Slice. */
  slices: usize;
  sliceFrom: u32;
  sliceTo: u32;
  /** u32 [pairs]: where the value row of the key window lies, in bytes from `values`. */
  pairKeys: usize;
  /** u32 [entries]: pair of the slice in the low half, pattern in the high half. */
  entries: usize;
  /** [patterns][16 bytes]: d ≤ 4: f32 count of each token; else u32 token, f32 count. */
  patterns: usize;
  /** u32 [sequences]: entries of each, an even number. */
  sequenceEntries: usize;
  /** u32 [sequences]. */
  targets: usize;
  /** f32 [sequences]: how many equal sequences this one stands for, over N. */
  weights: usize;
  // the direct path
  /** u8 [sequences][sequenceLength + 1]. */
  tokens: usize;
  sequenceLength: u32;
  sequenceFrom: u32;
  sequenceTo: u32;
  /** Tokens a block, blocks a window, and rows of one block's table: d^blockTokens. */
  blockTokens: u32;
  blockCount: u32;
  blockRows: u32;
  /** Bytes from a key's code in one block to that in the next, a signed number. */
  codeStride: i32;
  /** Components of a block's row: d, or d − 1 where values are not normalised and so sum to 1. */
  components: u32;
  /** f32: 1/N. */
  share: usize;
  /** Four places for sequences, `slotBytes` apart; see Slot in direct.ts. */
  slots: usize;
  slotBytes: u32;
}

/** The pairs and sequences of one query window. */
@unmanaged
export class Slice {
  /** Where its value row lies, in bytes from `values`. */
  queryRow: u32;
  firstPair: u32;
  /** A multiple of four; the last may be fillers that no entry names. */
  pairCount: u32;
  firstSequence: u32;
  /** A multiple of four; fillers weigh 0. */
  sequenceCount: u32;
  firstEntry: u32;
}
