/** In which fields the experiments of several runs differ: the table of a comparison. */
import { compareExperiments, type Experiment } from "../config";
import type { PanelContent } from "../protocol";

/** Values in the order of `experiments`; null where there is none or the experiment cannot be read. */
export function differencesOf(experiments: readonly (Experiment | null)[]): PanelContent["differences"] {
  const known = experiments.filter((experiment) => experiment !== null);
  const [first, ...others] = known;
  if (others.length === 0) return [];
  const changes = others.map((other) => compareExperiments(first, other));
  const fields = [...new Set(changes.flat().map(({ pathText }) => pathText))];
  return fields.map((field) => {
    const before = changes.flat().find(({ pathText }) => pathText === field)?.before;
    let other = -1;
    let seenFirst = false;
    const values = experiments.map((experiment) => {
      if (experiment === null) return null;
      if (!seenFirst) {
        seenFirst = true;
        return shown(before);
      }
      const change = changes[++other].find(({ pathText }) => pathText === field);
      return shown(change ? change.after : before);
    });
    return { field, values };
  });
}

function shown(value: unknown): string | null {
  if (value === undefined) return null;
  return typeof value === "string" ? value : JSON.stringify(value);
}
