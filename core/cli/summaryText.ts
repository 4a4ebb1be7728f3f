/** A run's summary in lines for a terminal. */
import { diagnosisLines } from "../diagnosis";
import type { HeadDescription, Phase } from "../inspect";
import { modelLine } from "./modelLine";
import { counted, decimal, duration, grouped, percent, scientific, stepTime } from "./numbers";
import type { MixedSummary } from "./phaseSummary";
import { endWords } from "./stageEnds";
import type { Learned, RunSummary } from "./summary";
import { factLines } from "./table";

type Fact = readonly [name: string, lines: readonly string[]];

/** What was learned and at what cost: the end of `train`. */
export function resultLines(summary: RunSummary): string[] {
  const { run, learned, mixed, earlyEnds } = summary;
  return factLines([
    ["stages", earlyEnds.map((end) => `${end.name}: ${endWords(end)}`)],
    ["loss", lossLines(summary)],
    ...learnedFacts(learned),
    ...mixedFacts(mixed),
    ["time", run ? [timeLine(run)] : []],
    ["diagnosis", diagnosisFact(summary)],
  ]);
}

/** All of it: `show`. */
export function summaryLines(summary: RunSummary): string[] {
  const { run, model, learned, mixed, course, directory, snapshots, checkpoints, studies, problems } =
    summary;
  return [
    ...(run ? [`${run.name}: ${run.sentence}`] : []),
    ...factLines([
      ["folder", [directory]],
      ["model", model === null ? [] : [modelLine(model)]],
      ["loss", lossLines(summary)],
      ...learnedFacts(learned),
      ...mixedFacts(mixed),
      ["C_D", typeof learned?.coefficientNorm === "number" ? [decimal(learned.coefficientNorm)] : []],
      ["stages", stageLines(summary)],
      ["phases", course ? course.phases.map(phaseLine) : []],
      ["rates", course ? [...course.rates.map(({ words }) => words), ...predictionNote(summary)] : []],
      ["time", run ? [timeLine(run)] : []],
      ["engine", run ? engineLines(run.engine) : []],
      ["seed", run ? [String(run.seed)] : []],
      ["snapshots", [grouped(snapshots) + (learned ? `, the newest of step ${grouped(learned.step)}` : "")]],
      ["checkpoints", [checkpoints.length > 0 ? checkpoints.map(grouped).join("; ") : "none"]],
      ["begun", run ? [`${run.createdAt}, Induction Lab ${run.program.version}, Node ${run.node}`] : []],
      ["studies", studies.map(({ words }) => words)],
      ["diagnosis", diagnosisFact(summary)],
      ["problems", problems],
    ]),
  ];
}

/** The paper's laws are of one family. */
function predictionNote({ learned, course }: RunSummary): string[] {
  const said = learned && learned.family !== "disentangled" && course && course.rates.length > 0;
  return said
    ? [`predictions are the paper's, of the disentangled model; this one is ${learned.family}`]
    : [];
}

/** What was found, and at which step where the run has gone on since. */
function diagnosisFact({ run, diagnosis }: RunSummary): string[] {
  if (!diagnosis) return [];
  const since = run && run.step !== diagnosis.step ? ` (at step ${grouped(diagnosis.step)})` : "";
  return diagnosisLines(diagnosis).map((line) => `${line}${since}`);
}

/** The engine in a line, and why it works the way it does in another. */
export function engineLines(engine: NonNullable<RunSummary["run"]>["engine"]): string[] {
  const { kind, backend, device, threads, path, reason } = engine;
  const name = backend === undefined ? kind : `${kind} on ${backend}`;
  const place = device === undefined ? "" : ` (${device})`;
  return [`${name}${place}, ${counted(threads, "thread")}, ${path} path`, reason];
}

function learnedFacts(learned: Learned | null): Fact[] {
  if (!learned) return [];
  return [
    ["scale a", [decimal(learned.scale)]],
    ["subsets p", subsetLines(learned)],
    ["heads", [...learned.heads.map(headLine), ...attentionNotes[learned.family]]],
  ];
}

function mixedFacts(mixed: MixedSummary | null): Fact[] {
  if (!mixed) return [];
  const { lossG4, lossIH, unexplainedG4, unexplainedIH, parameters, words } = mixed;
  const part = (loss: number, unexplained: number) =>
    Number.isFinite(loss)
      ? [`${decimal(loss)}, ${percent(unexplained)} % of what it is with nothing learnt`]
      : [];
  return [
    ["L_G4", part(lossG4, unexplainedG4)],
    ["L_IH", part(lossIH, unexplainedIH)],
    ["k·q", parameters ? [decimal(parameters.key * parameters.query)] : []],
    ["p1, p2", parameters ? [`${decimal(parameters.rpe1)}, ${decimal(parameters.rpe2)}`] : []],
    ["v1, v2", parameters ? [`${decimal(parameters.value1)}, ${decimal(parameters.value2)}`] : []],
    ["phases", words],
  ];
}

/** What σ is where it is not the whole of a head's attention. */
const attentionNotes: Readonly<Record<Learned["family"], readonly string[]>> = {
  disentangled: [],
  full: ["σ is what positions alone say: by W_Q and W_K tokens have a say too"],
  mlp: [],
  deep: [],
  absolute: ["σ is a mean over all positions: each attends in its own way"],
};

function phaseLine({ kind, fromStep, toStep }: Phase): string {
  return `${kind}, steps ${grouped(fromStep)} to ${grouped(toStep)}`;
}

/** Weights below this are summed up in a line. */
const negligible = 0.001;
const mostSubsets = 8;

function subsetLines({ subsets }: Learned): string[] {
  if (subsets.length === 0) return ["none: an MLP is in the selector's place"];
  const shown = subsets.filter(({ weight }) => weight >= negligible).slice(0, mostSubsets);
  const others = subsets.slice(shown.length);
  const lines = shown.map(({ weight, name }) => `${weight.toFixed(4)}  ${name}`);
  if (others.length === 0) return lines;
  return [...lines, `${counted(others.length, "other")} up to ${scientific(others[0].weight)}`];
}

function headLine({ head, place, lag, attention }: HeadDescription): string {
  const name = place ? `layer ${place.layer} head ${place.head}` : `${head + 1}`;
  return lag === null ? `${name}: no lag allowed` : `${name}: lag ${lag}, σ ${attention.toFixed(4)}`;
}

/** None where no loss was a number from the start: how the run failed is said elsewhere. */
function lossLines({ run, bySource }: RunSummary): string[] {
  const { first, last, validation } = run?.losses ?? { first: NaN, last: NaN };
  if (!Number.isFinite(first) && !Number.isFinite(last)) return [];
  const held = validation === undefined ? "" : `; validation ${decimal(validation)}`;
  const { own, shared } = bySource ?? {};
  return [
    `${decimal(first)} → ${decimal(last)}${held}`,
    ...(own === undefined || shared === undefined
      ? []
      : [
          `validation by what targets follow: their own chain ${decimal(own)}, the shared n-gram ${decimal(shared)}`,
        ]),
  ];
}

function stageLines({ run, earlyEnds }: RunSummary): string[] {
  return (run?.stages ?? []).map(({ stage, name, fromStep }) => {
    const end = earlyEnds.find((each) => each.stage === stage);
    return `${name}, from step ${grouped(fromStep)}${end ? `; ${endWords(end)}` : ""}`;
  });
}

function timeLine({ step, timings }: NonNullable<RunSummary["run"]>): string {
  const { trainingSeconds, recordingSeconds } = timings;
  const whole = `${duration(trainingSeconds)} of training, ${duration(recordingSeconds)} of recording`;
  return step === 0 ? whole : `${stepTime(trainingSeconds / step)} a step; ${whole}`;
}
