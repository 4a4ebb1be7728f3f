/**
 * The patterns of counts that entries have: "twice A, once C" and the like. Hundreds of thousands of entries share
 * some hundred patterns, so an entry names its pattern and the kernels read it as floats from the nearest cache.
 * Number 0 is the empty pattern, for fillers.
 */
export class Patterns {
  private readonly numbers = new Map<number, number>();
  private readonly rows: (readonly number[])[] = [[0, 0, 0, 0]];

  /** @param alphabetSize up to 4: patterns are the counts of all tokens; more: one token and its count. */
  constructor(private readonly alphabetSize: number) {}

  get count(): number {
    return this.rows.length;
  }

  /** Number of the pattern of the d ≤ 4 counts at `at`. */
  ofCounts(counts: Uint32Array, at: number): number {
    let key = 0;
    for (let token = 0; token < this.alphabetSize; token++) key = key * 0x2000 + counts[at + token];
    return this.numberOf(key, () =>
      [0, 1, 2, 3].map((token) => (token < this.alphabetSize ? counts[at + token] : 0)),
    );
  }

  /** Number of the pattern that is `count` times `token`. */
  ofToken(token: number, count: number): number {
    return this.numberOf(token * 0x10000 + count, () => [token, count, 0, 0]);
  }

  /** [count, 16 bytes]: four float32 counts, or a 32-bit token and a float32 count. */
  bytes(): ArrayBuffer {
    const floats = new Float32Array(this.rows.length * 4);
    const words = new Uint32Array(floats.buffer);
    this.rows.forEach((row, index) => {
      floats.set(row, index * 4);
      if (this.alphabetSize > 4) words[index * 4] = row[0];
    });
    return floats.buffer;
  }

  private numberOf(key: number, row: () => readonly number[]): number {
    const known = this.numbers.get(key);
    if (known !== undefined) return known;
    const number = this.rows.push(row()) - 1;
    this.numbers.set(key, number);
    return number;
  }
}
