/** Choices between words, with what an editor says of each. Fields with a range are no choices. */
import * as z from "zod";

/** A choice between the keys of `meanings`; each meaning is a sentence or two, with unit and source where there are any. */
export function choice<const Word extends string>(meanings: Readonly<Record<Word, string>>) {
  // Object.keys knows its argument's keys only as text; here they are the words.
  const words = Object.keys(meanings) as Word[];
  // Editors know this keyword; zod passes it on into the JSON Schema.
  return z.enum(words).meta({ enumDescriptions: words.map((word) => meanings[word]) });
}
