/** What types alone do not tell of reference values: do the lists fit together? */

export interface Finding {
  readonly path: readonly (string | number)[];
  readonly message: string;
}

/** What an axis counts, and how many there must be. */
export type Side = readonly [name: string, length: number];

/** Lists, one in another, that are not as long as `sides` says. What is absent is not wrong. */
export function* misshapen(
  path: Finding["path"],
  value: unknown,
  sides: readonly Side[],
): Generator<Finding> {
  const [side, ...inner] = sides;
  if (!side || !Array.isArray(value)) return;
  const [name, length] = side;
  if (value.length !== length) {
    yield { path, message: `${value.length} entries, expected ${length} (${name})` };
    return;
  }
  for (const [index, element] of value.entries()) yield* misshapen([...path, index], element, inner);
}

/** Ragged sequences, sequences without a whole window, and the first token of each that is none. */
export function* misplacedTokens(
  tokens: readonly (readonly number[])[],
  alphabet: number,
  window: number,
): Generator<Finding> {
  const length = tokens[0]?.length ?? 0;
  if (length - 1 <= window) {
    yield {
      path: ["tokens"],
      message: `${length - 1} tokens before the target leave no key behind a window of ${window}`,
    };
  }
  for (const [index, row] of tokens.entries()) {
    if (row.length !== length) {
      yield {
        path: ["tokens", index],
        message: `${row.length} tokens, but the first sequence has ${length}`,
      };
    }
    const at = row.findIndex((token) => token >= alphabet);
    if (at >= 0)
      yield {
        path: ["tokens", index, at],
        message: `token ${row[at]} is not below the alphabet's ${alphabet}`,
      };
  }
}

/** Subsets that are not those of the model, each once, in whatever order. */
export function* wrongSubsets(
  given: readonly (readonly number[])[],
  wanted: readonly (readonly number[])[],
): Generator<Finding> {
  const keys = given.map(subsetKey);
  const wantedKeys = wanted.map(subsetKey);
  for (const [index, key] of keys.entries()) {
    if (!wantedKeys.includes(key)) {
      yield { path: ["subsets", index], message: `[${key}] is no subset of these heads up to this degree` };
    } else if (keys.indexOf(key) < index) {
      yield { path: ["subsets", index], message: `[${key}] is given twice` };
    }
  }
  for (const key of wantedKeys)
    if (!keys.includes(key)) yield { path: ["subsets"], message: `[${key}] is missing` };
}

/** The same for the same heads in any order. */
export function subsetKey(subset: readonly number[]): string {
  return subset.toSorted((a, b) => a - b).join(", ");
}
