/**
 * Tokens as people write them: letters A, B, C … where the alphabet has no more than there are letters, or numbers
 * from 0. What stands in the way is said as data; the words for it are the page's.
 */

/** Alphabets up to this size are written in letters. */
export const lettersInAlphabet = 26;
/** A longer sequence is none. */
export const longestSequence = 65_535;

export type TypedTokens =
  | { readonly kind: "tokens"; readonly tokens: Uint8Array }
  | { readonly kind: "problem"; readonly problem: TypingProblem };

export type TypingProblem =
  | { readonly kind: "nothing" }
  /** `place`: of its first character, from 1. `text`: what was typed, exactly. */
  | { readonly kind: "unknown"; readonly text: string; readonly place: number }
  | { readonly kind: "tooLong"; readonly count: number };

/** `A` or `a` is 0, numbers are themselves; spaces, line breaks, commas and semicolons only separate. */
export function readTypedTokens(text: string, alphabetSize: number): TypedTokens {
  const tokens: number[] = [];
  // By characters as people count them, not by halves of surrogate pairs.
  const characters = Array.from(text);
  for (let at = 0; at < characters.length;) {
    const word = wordAt(characters, at);
    if (word !== "") {
      const token = tokenOf(word, alphabetSize);
      if (token === null) return { kind: "problem", problem: { kind: "unknown", text: word, place: at + 1 } };
      tokens.push(token);
    }
    at += Math.max(1, word.length);
  }
  if (tokens.length === 0) return { kind: "problem", problem: { kind: "nothing" } };
  if (tokens.length > longestSequence) {
    return { kind: "problem", problem: { kind: "tooLong", count: tokens.length } };
  }
  return { kind: "tokens", tokens: Uint8Array.from(tokens) };
}

/** `B` for 1, or `1` where there are not enough letters. */
export function tokenName(token: number, alphabetSize: number): string {
  return alphabetSize <= lettersInAlphabet ? String.fromCharCode(firstLetter + token) : String(token);
}

const firstLetter = "A".charCodeAt(0);

/** A number as a whole, otherwise one character; empty for what only separates. */
function wordAt(characters: readonly string[], from: number): string {
  if (/^[\s,;]$/u.test(characters[from])) return "";
  let to = from;
  while (to < characters.length && /^[0-9]$/.test(characters[to])) to++;
  return to === from ? characters[from] : characters.slice(from, to).join("");
}

function tokenOf(word: string, alphabetSize: number): number | null {
  const letter = /^[a-z]$/i.test(word) && alphabetSize <= lettersInAlphabet;
  const token = letter
    ? word.toUpperCase().charCodeAt(0) - firstLetter
    : /^[0-9]+$/.test(word)
      ? Number(word)
      : NaN;
  return token < alphabetSize ? token : null;
}
