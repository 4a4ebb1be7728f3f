/** The experiments of the runs as rows: a field each, with its value in every run. */
import { experimentFields, type Experiment } from "../../core/config";

export interface FieldRow {
  /** `training.stages[0].learningRate` */
  readonly path: string;
  /** Its first word: what part of the experiment it is of. */
  readonly part: string;
  readonly description: string;
  /** In the order of the runs; null where a run says nothing. */
  readonly values: readonly (string | null)[];
  readonly differs: boolean;
}

/** Of what no run says anything, there is no row. @param experiments null where one cannot be read */
export function fieldRows(experiments: readonly (Experiment | null)[]): readonly FieldRow[] {
  const rows = new Map<string, Row>();
  let order: readonly string[] = [];
  experiments.forEach((experiment, index) => {
    const fields = experiment ? experimentFields(experiment).filter(({ value }) => value !== undefined) : [];
    for (const { pathText, description, value } of fields) {
      const row = rows.get(pathText) ?? { description, values: experiments.map(() => null) };
      row.values[index] = valueText(value);
      rows.set(pathText, row);
    }
    order = merged(
      order,
      fields.map(({ pathText }) => pathText),
    );
  });
  const known = experiments.flatMap((experiment, index) => (experiment ? [index] : []));
  return order.flatMap((path) => {
    const row = rows.get(path);
    if (!row) return [];
    const differs = known.some((index) => row.values[index] !== row.values[known[0]]);
    return [{ path, part: /^\w+(?=\.)/.exec(path)?.[0] ?? "", differs, ...row }];
  });
}

interface Row {
  readonly description: string;
  readonly values: (string | null)[];
}

/** Both lists' paths, each list in its order: what only the other has comes after what it follows there. */
function merged(order: readonly string[], other: readonly string[]): readonly string[] {
  const all = [...order];
  other.forEach((path, index) => {
    if (!all.includes(path)) all.splice(index === 0 ? 0 : all.indexOf(other[index - 1]) + 1, 0, path);
  });
  return all;
}

/** As the file has it; short lists without their brackets. */
function valueText(value: unknown): string {
  if (typeof value === "string") return value;
  const isList = Array.isArray(value) && !value.some(Array.isArray);
  return isList ? value.map(valueText).join(", ") : JSON.stringify(value);
}
