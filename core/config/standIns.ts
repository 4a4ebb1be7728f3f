/** Values for fields that must be given but are not: to judge the rest of an experiment by, and to begin with in an editor. */
import { pathText, type Path } from "./paths";
import { familyGroups } from "./families";

/** List elements are written `[]`. */
const standIns: Readonly<Record<string, unknown>> = {
  name: "untitled",
  "data.path": "sequences.npy",
  "data.alphabetSize": 3,
  "training.stages[].train": familyGroups.disentangled,
  "training.stages[].steps": 1_000,
};

/** Undefined where the field has a default, or is none. */
export function standInFor(path: Path): unknown {
  return standIns[pathText(path).replace(/\[\d+\]/g, "[]")];
}
