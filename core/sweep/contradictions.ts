/** What a sweep file says that cannot be meant, whatever its experiment is: fields given twice, budgets that do not suffice. */
import { parsePath, pathText, type Finding, type Path } from "../config";
import { combinationCount, gridsOf, sampleCount } from "./combinations";
import { mostMembers, type SweepSource } from "./schema";

/** `training.stages[0].learningRate`, also where the index is written with a dot. */
export function fieldName(field: string): string {
  return pathText(parsePath(field).map((key) => (/^\d+$/.test(String(key)) ? Number(key) : key)));
}

/** The fields that vary, in the order of the file; the seed, which has a column of its own, is not among them. */
export function variedFields({ random = {}, ...source }: SweepSource): string[] {
  const written = [...gridsOf(source).flatMap(({ grid }) => Object.keys(grid)), ...Object.keys(random)];
  return Array.from(new Set(written.map(fieldName))).filter((field) => field !== "seed");
}

export function contradictions(source: SweepSource): Finding[] {
  const found = [...fieldFindings(source), ...valueFindings(source), ...sampleFindings(source)];
  // Where fields are given twice, runs are counted twice.
  return found.length > 0 ? found : countFindings(source);
}

function fieldFindings(source: SweepSource): Finding[] {
  const { set = {}, random = {}, seeds } = source;
  const fixed = placesOf(set, ["set"]);
  const drawn = placesOf(random, ["random"]);
  const grids = gridsOf(source).map(({ grid, place }) => placesOf(grid, place));
  // Several grids may each have a field; one of them, or anything beside them, not twice.
  const together = grids.map((grid) => [...fixed, ...grid, ...drawn]);
  const twice = together.flatMap((places) =>
    places.filter(({ field }, index) => places.findIndex((other) => other.field === field) < index),
  );
  // Each is put in its place after the ones before it.
  const hiding = together.flatMap((places) =>
    places.flatMap((place, index) => {
      const hidden = places.slice(0, index).find(({ field }) => isWithin(field, place.field));
      return hidden ? [{ place, hidden }] : [];
    }),
  );
  const all = [...fixed, ...grids.flat(), ...drawn];
  return [
    ...all
      .filter(({ field, written }) => field === "" || written.includes("="))
      .map(({ place, written }) => fault(place, `"${written}" names no field of an experiment.`)),
    ...twice.map(({ place, field }) => fault(place, `"${field}" is given twice: keep one of them.`)),
    ...hiding.map(({ place: { place, field }, hidden }) =>
      fault(place, `"${field}" as a whole takes the place of "${hidden.field}": keep one of them.`),
    ),
    ...all
      .filter(({ field }) => ["name", "$schema"].includes(field))
      .map(({ place, field }) => fault(place, `Runs are named after their values: leave ${field} out.`)),
    ...drawn
      .filter(({ field }) => field === "seed")
      .map(({ place }) => fault(place, "Seeds are not drawn: say how many with seeds, or list them there.")),
    ...(seeds === undefined ? [] : grids.flat())
      .filter(({ field }) => field === "seed")
      .map(({ place }) => fault(place, "The seed varies by seeds already: keep one of them.")),
  ];
}

/** Whether `field` is part of `whole`, and not all of it. */
export function isWithin(field: string, whole: string): boolean {
  return field.startsWith(`${whole}.`) || field.startsWith(`${whole}[`);
}

function placesOf(fields: Readonly<Record<string, unknown>>, place: Path) {
  return Object.keys(fields).map((written) => ({
    written,
    field: fieldName(written),
    place: [...place, written],
  }));
}

function valueFindings(source: SweepSource): Finding[] {
  const { random = {}, seeds } = source;
  const lists: (readonly [Path, readonly unknown[]])[] = [
    ...gridsOf(source).flatMap(({ grid, place }) =>
      Object.entries(grid).map(([field, values]) => [[...place, field], values] as const),
    ),
    ...Object.entries(random).flatMap(([field, drawn]) =>
      "choices" in drawn ? [[["random", field, "choices"], drawn.choices] as const] : [],
    ),
    ...(Array.isArray(seeds) ? [[["seeds"], seeds] as const] : []),
  ];
  return lists.flatMap(([place, values]) => {
    const texts = values.map((value) => JSON.stringify(value));
    return texts.flatMap((text, index) =>
      texts.indexOf(text) === index
        ? []
        : [
            fault(
              [...place, index],
              `${text} stands twice in this list: every run would be trained twice.`,
              "value",
            ),
          ],
    );
  });
}

function sampleFindings(source: SweepSource): Finding[] {
  const { random = {}, samples, budget } = source;
  const draws = Object.keys(random).length > 0;
  if (draws && samples === undefined && budget?.runs === undefined) {
    return [fault(["random"], "How often to draw is missing: give samples, or budget.runs.")];
  }
  if (draws || samples === undefined) return [];
  return [fault(["samples"], "Nothing is drawn: give fields under random, or leave samples out.")];
}

function countFindings(source: SweepSource): Finding[] {
  const { budget, seeds = 1 } = source;
  if (sampleCount(source) === 0) {
    const message =
      "The budget does not suffice for a single draw with every combination of the grid and every seed.";
    return [fault(["budget", "runs"], message, "value", `${budget?.runs ?? 0} runs`)];
  }
  const count = combinationCount(source);
  const counted = `${count.toLocaleString("en-US")} runs`;
  if (budget?.runs !== undefined && count > budget.runs) {
    const message = "The sweep has more runs than its budget: raise the budget, or take values away.";
    return [fault(["budget", "runs"], message, "value", counted, `at most ${budget.runs}`)];
  }
  if (count <= mostMembers) return [];
  const place = source.grid === undefined ? (typeof seeds === "number" ? "seeds" : "samples") : "grid";
  const message =
    "The sweep has too many runs: take values away, or draw some of the combinations with random.";
  return [fault([place], message, "key", counted, `at most ${mostMembers.toLocaleString("en-US")}`)];
}

function fault(
  path: Path,
  message: string,
  about: Finding["about"] = "key",
  found?: string,
  allowed?: string,
): Finding {
  return { severity: "error", path, about, message, found, allowed };
}
