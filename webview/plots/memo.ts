/** Remembers what a function made last: parts ask again with every look at the page, mostly for the same. */

/** @param make always makes the same of the same arguments, which are compared by identity */
export function memo<Arguments extends readonly unknown[], Result>(
  make: (...of: Arguments) => Result,
): (...of: Arguments) => Result {
  let last: { readonly of: Arguments; readonly made: Result } | undefined;
  return (...of) => {
    const before = last;
    const same =
      before?.of.length === of.length && before.of.every((argument, index) => argument === of[index]);
    last = before && same ? before : { of, made: make(...of) };
    return last.made;
  };
}
