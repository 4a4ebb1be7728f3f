/** `construct`: an induction head with weights built by hand, measured against its definition, and a run that begins with it. */
import { experimentFromValue, formatProblem, isOfTokens, type Experiment } from "../../config";
import {
  construct as build,
  drawMaterial,
  featuresTable,
  headsTable,
  measureConstruction,
  measureMixed,
  measureTokens,
  refuseRequest,
  rolesOf,
  sharpnessTable,
  startingPoint,
  tokenCircuit,
  tokenFeatures,
  type ConstructionKind,
  type ConstructionRequest,
  type FeatureMapName,
  type GeneralSimilarity,
  type StartingPoint,
  type TokenHead,
} from "../../construction";
import { drawSequences } from "../../data";
import { lawOf, startRun } from "../../training";
import {
  constructionName,
  featureLines,
  headLines,
  introduction,
  roleLines,
  sharpnessLines,
  startLines,
  type StartReport,
} from "../constructionText";
import { ExitCode, InputError } from "../exit";
import { invocation } from "../invocation";
import type { Output } from "../output";
import { shellWord } from "../shellWord";
import { newDirectory } from "./train";

export interface ConstructOptions {
  readonly n?: number;
  readonly heads?: number;
  readonly sharpness: number;
  readonly match: number;
  readonly length: number;
  readonly dim: number;
  /** This and the two that follow are of `gihn` alone. */
  readonly similarity?: GeneralSimilarity;
  readonly map?: FeatureMapName;
  readonly features?: number;
  /** Of `ih2` alone. */
  readonly mixing?: number;
  readonly sequences: number;
  readonly seed: number;
  readonly out?: string;
  /** Whether a run is written. */
  readonly run: boolean;
}

/** α* where nothing is said, as in an experiment. */
const usualMixing = 1;

export async function construct(
  kind: ConstructionKind,
  options: ConstructOptions,
  output: Output,
): Promise<number> {
  const request = requestOf(kind, options);
  const start = options.run ? begin(request, options) : null;
  // First, for it may be refused: measuring takes seconds.
  const runDirectory = start ? await writeRun(start, options) : null;
  await measure(request, options, output);
  if (start && runDirectory !== null) {
    tellRun(runDirectory, await reportOf(start, request, options), output);
  }
  return ExitCode.done;
}

function requestOf(kind: ConstructionKind, options: ConstructOptions): ConstructionRequest {
  refuseForeign(kind, options);
  const { sharpness, match, length, dim } = options;
  const { similarity = "gaussian", map = "low-rank", features = 64 } = options;
  const order = options.n ?? (kind === "ih2" ? 2 : 3);
  const request: ConstructionRequest = {
    kind,
    shape: { order, sequenceLength: length, dimension: dim },
    heads: options.heads ?? Math.max(1, order - 1),
    sharpness,
    strength: match,
    ...{ similarity, map, features },
  };
  allowed(() => refuseRequest(request));
  return request;
}

/** What has no say in this head is refused, rather than ignored. */
function refuseForeign(kind: ConstructionKind, options: ConstructOptions): void {
  const foreign = (["similarity", "map", "features"] as const).find((name) => options[name] !== undefined);
  if (kind !== "gihn" && foreign !== undefined) {
    throw new InputError(
      `--${foreign} is of gihn alone: ${kind} compares windows by their product and needs no network. Leave it out, or build gihn.`,
    );
  }
  if (kind !== "ih2" && options.mixing !== undefined) {
    throw new InputError(
      `--mixing is of ih2 alone, whose run is on the mixed target; a run of ${kind} is on Markov chains. Leave it out.`,
    );
  }
}

interface Start extends StartingPoint {
  readonly checked: Experiment;
}

/** Before anything is measured: what cannot be a run is better known at once. */
function begin(request: ConstructionRequest, options: ConstructOptions): Start {
  const { seed, mixing = usualMixing, dim } = options;
  const name = constructionName(request);
  // One number is no alphabet; 3 is the paper's.
  const alphabetSize = dim >= 2 ? dim : 3;
  const start = allowed(() => startingPoint(request, { name, seed, mixing, alphabetSize }));
  const parsed = experimentFromValue(start.experiment);
  if (parsed.ok) return { ...start, checked: parsed.experiment };
  throw new InputError(
    "This construction can be measured, but is no run that can be trained; with --no-run it is measured alone.",
    parsed.problems.map((problem) => formatProblem(problem, name)),
    parsed.problems,
  );
}

async function measure(
  request: ConstructionRequest,
  { seed, sequences }: ConstructOptions,
  output: Output,
): Promise<void> {
  const material = await drawMaterial(request.shape, seed, sequences);
  const construction = allowed(() => build(request, material.windows));
  const { kind, shape, similarity, map, features, ...rest } = request;
  const [error] = measureConstruction(construction.definition, construction.circuit, material.sequences);
  // R is what there is, which may be less than was allowed.
  const ofNetwork = kind === "gihn" && { similarity, map, allowedFeatures: features };
  output.object("construction", {
    construct: kind,
    ...shape,
    ...rest,
    ...ofNetwork,
    ...error,
    sequences,
    seed,
  });
  introduction(construction, error, sequences).forEach((line) => output.line(line));

  const roles = rolesOf(construction, material.sequences);
  roles.forEach(({ without, ...role }) => output.object("role", { ...role, ...without }));
  roleLines(roles).forEach((line) => output.line(line));

  const bySharpness = sharpnessTable(construction, material);
  bySharpness.forEach((row) => output.object("constructionError", { by: "sharpness", ...row }));
  sharpnessLines(bySharpness).forEach((line) => output.line(line));
  if (shape.order > 2) {
    const byHeads = headsTable(construction, material);
    byHeads.forEach((row) => output.object("constructionError", { by: "heads", ...row }));
    headLines(byHeads, request.sharpness).forEach((line) => output.line(line));
  }
  if (kind === "gihn") {
    const byFeatures = featuresTable(construction, material);
    byFeatures.forEach((row) => output.object("constructionError", { by: "features", ...row }));
    featureLines(byFeatures).forEach((line) => output.line(line));
  }
}

/** @returns its folder */
async function writeRun({ initial, checked }: Start, { out }: ConstructOptions): Promise<string> {
  const runDirectory = out ?? (await newDirectory(checked.name));
  const run = await startRun({ experiment: checked, baseDirectory: ".", runDirectory, initial });
  // Its beginning is recorded all the same.
  run.stop();
  const outcome = await run.finished;
  if (outcome.status === "failed") throw new Error(outcome.failure.message);
  return runDirectory;
}

function tellRun(runDirectory: string, report: StartReport, output: Output): void {
  output.object("constructed", { runDirectory, ...report });
  startLines(report).forEach((line) => output.line(line));
  const [program, folder] = [invocation(), shellWord(runDirectory)];
  output.line(`The run is in ${folder}, before its first step: ${program} show ${folder}`);
  output.line(`Train it on from these weights with: ${program} resume ${folder}`);
}

/** How far the run's model is from the definition on the data that it will be trained on. */
async function reportOf(
  { tokens, initial, checked }: Start,
  request: ConstructionRequest,
  { seed, sequences, mixing = usualMixing }: ConstructOptions,
): Promise<StartReport> {
  if (tokens === null || !isOfTokens(checked) || checked.data.kind !== "markov") {
    const shape = { ...request.shape, dimension: 1 };
    const scalars = (await drawMaterial(shape, seed, sequences)).sequences;
    const target = { mixing, sharpness: request.strength };
    return { data: "scalars", ...measureMixed(target, initial, scalars) };
  }
  const drawn = await drawSequences(lawOf(checked.data), seed, "validation", 0, Math.min(sequences, 500));
  const { head, circuit } = tokens;
  const byDegree = degreesOf(head).map((degree) => {
    const variant = degree === head.degree ? circuit : tokenCircuit({ ...head, degree });
    const features = tokenFeatures(head.heads, degree, head.alphabetSize);
    return { degree, features, ...measureTokens(head, variant, drawn) };
  });
  return { data: "tokens", alphabetSize: head.alphabetSize, degree: head.degree, byDegree };
}

/** Degrees at which anything is left of g. */
function degreesOf({ similarity, heads, degree }: TokenHead): number[] {
  if (similarity === "dot" || similarity === "distance" || similarity === "product") return [degree];
  return Array.from({ length: heads }, (_, index) => index + 1);
}

/** What the room refuses is the caller's to mend. */
function allowed<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw error instanceof RangeError ? new InputError(`${sentence(error.message)}.`) : error;
  }
}

function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
