/** What a run recorded, as whole parameter vectors by step: what measures of a training are read off. */
import { layoutOf, groupView, type Model } from "../model";
import type { Run } from "../runs";

export interface RecordedRow {
  readonly step: number;
  /** Gradient-flow time. */
  readonly time: number;
  /** a. */
  readonly scale: number;
  /** The whole vector. */
  readonly parameters: Float64Array;
}

/** By step; rows that are lost or hold NaN are left out. */
export async function recordedRows(run: Run, model: Model): Promise<RecordedRow[]> {
  const { arrays, length } = await run.snapshots();
  const layout = layoutOf(model);
  const steps = arrays.get("step")?.data;
  const times = arrays.get("time")?.data;
  const groups = layout.groups.flatMap(({ name, size }) => {
    const data = arrays.get(name)?.data;
    return data?.length === length * size ? [{ name, size, data }] : [];
  });
  if (!steps || groups.length < layout.groups.length) return [];
  return Array.from({ length }, (_, at) => {
    const parameters = new Float64Array(layout.size);
    for (const { name, size, data } of groups) {
      groupView(parameters, layout, name).set(data.subarray(at * size, (at + 1) * size));
    }
    return {
      step: steps[at],
      time: times?.[at] ?? NaN,
      scale: groupView(parameters, layout, "scale")[0],
      parameters,
    };
  }).filter(({ step, parameters }) => !Number.isNaN(step) && !parameters.includes(NaN));
}
