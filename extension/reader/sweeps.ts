/**
 * Sweeps' folders, read again and again at little cost: what was read of one is kept, and only results that are new
 * are read. Knows of every member when it last stood differently, so that a page is told of those alone.
 */
import { randomUUID } from "node:crypto";
import { readdir, stat } from "node:fs/promises";
import path from "node:path";
import type { Problem } from "../../core/config";
import type { MemberValue, SweepMember } from "../../core/protocol";
import { lockHolder } from "../../core/runs";
import {
  memberName,
  parseSweep,
  readPlan,
  readResults,
  resultFile,
  sweepPaths,
  type Member,
  type MemberResult,
} from "../../core/sweep";
import type { SweepFileReading, SweepMoment, SweepReading, SweepRow } from "./answers";

interface Known {
  /** Of the plan's file: another one is another sweep. */
  readonly stamp: string;
  readonly createdAt: string;
  readonly plan: KnownPlan | { readonly problem: string };
}

interface KnownPlan {
  readonly name: string;
  readonly fields: readonly string[];
  readonly values: readonly (readonly MemberValue[])[];
  readonly results: Map<number, { readonly stamp: string; readonly result: MemberResult }>;
  readonly members: Standing[];
  written: boolean;
  problems: readonly string[];
}

/** A member, and when it came to stand so. */
interface Standing {
  readonly member: SweepMember;
  readonly count: number;
}

export class Sweeps {
  readonly #known = new Map<string, Known>();
  readonly #thread = randomUUID();
  #count = 0;

  /** Every folder directly in `root` that has a plan, newest first; none where there is no `root`. */
  async list(root: string): Promise<readonly SweepRow[]> {
    const entries = await readdir(root, { withFileTypes: true }).catch(() => []);
    const folders = entries.filter((entry) => !entry.isFile() && !entry.name.startsWith("."));
    const rows: SweepRow[] = [];
    for (const { name } of folders) {
      const row = await this.row(path.join(root, name));
      if (row) rows.push(row);
    }
    return rows.sort((a, b) => (a.createdAt < b.createdAt ? 1 : a.createdAt > b.createdAt ? -1 : 0));
  }

  async row(directory: string): Promise<SweepRow | null> {
    const known = await this.look(directory);
    return known && rowOf(directory, known);
  }

  async reading(directory: string, since: SweepMoment | null): Promise<SweepReading | null> {
    const known = await this.look(directory);
    if (!known) return null;
    const row = rowOf(directory, known);
    const moment = { thread: this.#thread, count: this.#count };
    if ("problem" in known.plan) return { row, fields: [], moment, whole: true, members: [] };
    const { fields, members } = known.plan;
    const whole = since?.thread !== this.#thread;
    const told = whole ? members : members.filter(({ count }) => count > since.count);
    return { row, fields, moment, whole, members: told.map(({ member }) => member) };
  }

  private async look(directory: string): Promise<Known | null> {
    const written = await stat(sweepPaths(directory).plan).catch(() => null);
    if (!written) {
      this.#known.delete(directory);
      return null;
    }
    const stamp = `${written.mtimeMs} ${written.size} ${written.ino}`;
    let known = this.#known.get(directory);
    if (known?.stamp !== stamp) {
      known = { stamp, createdAt: written.mtime.toISOString(), plan: await readKnown(directory) };
      this.#known.set(directory, known);
    }
    if (!("problem" in known.plan)) await this.update(directory, known.plan);
    return known;
  }

  private async update(directory: string, plan: KnownPlan): Promise<void> {
    const paths = sweepPaths(directory);
    const [holder, results, runs] = await Promise.all([
      lockHolder(paths.lock),
      namesIn(paths.results),
      namesIn(paths.members),
    ]);
    plan.written = holder !== undefined;
    await readNewResults(directory, plan, results);
    const count = ++this.#count;
    plan.values.forEach((values, index) => {
      const result = plan.results.get(index)?.result;
      const begun = runs.has(memberName(index));
      const before = plan.members.at(index);
      if (before && standsSo(before.member, result, begun, plan.written)) return;
      plan.members[index] = { member: memberOf(index, values, result, begun, plan.written), count };
    });
  }
}

/** Nothing is trained, and no data are read. */
export function readSweepFile(text: string, file: string): SweepFileReading {
  const parsed = parseSweep(text, { file });
  return parsed.ok
    ? {
        name: parsed.sweep.source.name,
        members: parsed.sweep.members.length,
        problems: plain(parsed.warnings),
      }
    : { name: null, members: 0, problems: plain(parsed.problems) };
}

/** As it can cross to the host: values that were found may be anything. */
function plain(problems: readonly Problem[]): readonly Problem[] {
  return structuredClone(problems);
}

async function readKnown(directory: string): Promise<Known["plan"]> {
  try {
    const { name, fields, members } = await readPlan(directory);
    const seeds = variesInSeed(fields, members);
    return {
      name,
      fields: seeds ? [...fields, "seed"] : fields,
      values: members.map(({ values, experiment }) => (seeds ? [...values, experiment.seed] : values)),
      results: new Map(),
      members: [],
      written: false,
      problems: [],
    };
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) };
  }
}

function variesInSeed(fields: readonly string[], members: readonly Member[]): boolean {
  const [first] = members;
  return (
    !fields.includes("seed") && members.some(({ experiment }) => experiment.seed !== first.experiment.seed)
  );
}

/** A member that is trained again after it failed has another result in the end: those are looked at each time. */
async function readNewResults(directory: string, plan: KnownPlan, names: ReadonlySet<string>): Promise<void> {
  const stamps = new Map<number, string>();
  for (const index of plan.values.keys()) {
    const known = plan.results.get(index);
    if (!names.has(path.basename(resultFile(directory, index)))) plan.results.delete(index);
    else if (known?.result.state !== "done") stamps.set(index, await stampOf(resultFile(directory, index)));
  }
  const wanted = [...stamps].filter(([index, stamp]) => plan.results.get(index)?.stamp !== stamp);
  if (wanted.length === 0) return;
  const { results, problems } = await readResults(directory, {
    // Of members it asks for nothing but their indices.
    members: wanted.map(([index]) => ({ index }) as Member),
  });
  plan.problems = problems;
  for (const result of results) {
    plan.results.set(result.index, { stamp: stamps.get(result.index) ?? "", result });
  }
}

async function stampOf(file: string): Promise<string> {
  const found = await stat(file).catch(() => null);
  return found ? `${found.mtimeMs} ${found.ino}` : "";
}

function standsSo(
  member: SweepMember,
  result: MemberResult | undefined,
  begun: boolean,
  written: boolean,
): boolean {
  if (member.state !== stateOf(result, begun, written)) return false;
  return !result || (member.measures === result.measures && member.failure === result.failure);
}

function memberOf(
  index: number,
  values: readonly MemberValue[],
  result: MemberResult | undefined,
  begun: boolean,
  written: boolean,
): SweepMember {
  return {
    ...{ index, values, state: stateOf(result, begun, written) },
    failure: result?.failure ?? null,
    attempts: result?.attempts ?? 0,
    seconds: result?.seconds ?? NaN,
    measures: result?.measures ?? {},
  };
}

function stateOf(result: MemberResult | undefined, begun: boolean, written: boolean): SweepMember["state"] {
  if (result) return result.state;
  if (!begun) return "waiting";
  return written ? "running" : "stopped";
}

function rowOf(directory: string, { createdAt, plan }: Known): SweepRow {
  const place = { directory, title: path.basename(directory), createdAt };
  if ("problem" in plan) return { ...place, kind: "damaged", problem: plan.problem };
  const { name, members, written, problems } = plan;
  const count = (...states: readonly SweepMember["state"][]) =>
    members.filter(({ member }) => states.includes(member.state)).length;
  return {
    ...place,
    ...{ kind: "sweep", name, members: members.length, written, problems },
    ...{ done: count("done"), failed: count("failed"), begun: count("running", "stopped") },
  };
}

async function namesIn(folder: string): Promise<ReadonlySet<string>> {
  return new Set(await readdir(folder).catch(() => []));
}
