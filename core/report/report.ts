/** A run as one file that needs nothing else: the inspector's page with all that it shows inside. */
import { gzipSync } from "node:zlib";
import { version } from "../../package.json";
import { packReport, type HeldSequences, type PanelContent, type ToPanel } from "../protocol";
import { openRun, writeAtomically } from "../runs";
import type { Studies } from "../studies";
import { readContents, type RunContents } from "./contents";
import { differencesOf } from "./differences";
import { factsOf } from "./facts";
import { fitted, thinningWords, type RecordedRun } from "./fit";
import { reportHtml } from "./html";
import { heldSequences, sequencesWords } from "./sequences";

export interface ReportRequest {
  /** The one that the report is about comes first; with more it is a comparison. */
  readonly runDirectories: readonly string[];
  /** To be written, or replaced. */
  readonly file: string;
  /** The inspector's program: the text of dist/webview/inspector.js. */
  readonly program: string;
  /** Most bytes. */
  readonly bound?: number;
}

export interface WrittenReport {
  readonly bytes: number;
  /** Sentences on what was left out to keep it small. */
  readonly leftOut: readonly string[];
  /** What of the runs is damaged, in words; everything else is in the report. */
  readonly problems: readonly string[];
}

/** Bytes: what mail and issue trackers let through. */
const defaultBound = 5_000_000;

/** @throws RunFolderError where there is no run, or where the file cannot be written */
export async function writeReport(request: ReportRequest): Promise<WrittenReport> {
  const { runDirectories, file, program, bound = defaultBound } = request;
  const contents = await Promise.all(runDirectories.map(contentsOf));
  const recorded = contents.map((each, index) => ({
    facts: factsOf(`run ${index + 1}`, each),
    recording: each.recording,
    studies: each.studies,
  }));
  const sequences = await heldSequences(contents[0].experiment);
  const differences = differencesOf(recorded.map(({ facts }) => facts.experiment));
  const write = (runs: readonly StudiedRun[]) =>
    Buffer.from(htmlOf({ runs, leftOut: thinningWords(recorded, runs), sequences, differences, program }));
  const { runs, file: html } = fitted(recorded, bound, write);
  await writeAtomically(file, html);
  const leftOut = thinningWords(recorded, runs);
  const problems = recorded.flatMap(({ facts }) =>
    facts.problems.map((problem) => told(recorded, facts, problem)),
  );
  return { bytes: html.length, leftOut, problems };
}

async function contentsOf(directory: string): Promise<RunContents> {
  // Says in words that it is none.
  await openRun(directory);
  return readContents(directory);
}

/** Named where there are several runs. */
function told(runs: readonly RecordedRun[], { title }: RecordedRun["facts"], problem: string): string {
  return runs.length > 1 ? `${title}: ${problem}` : problem;
}

interface StudiedRun extends RecordedRun {
  readonly studies: Studies;
}

interface Told {
  readonly runs: readonly StudiedRun[];
  readonly leftOut: readonly string[];
  readonly sequences: readonly HeldSequences[];
  readonly differences: PanelContent["differences"];
  readonly program: string;
}

function htmlOf({ runs, leftOut, sequences, differences, program }: Told): string {
  const title = runs.length > 1 ? `Compare ${runs.length} runs` : runs[0].facts.title;
  const content: PanelContent = {
    title,
    runs: runs.map(({ facts }, index) => ({ role: index === 0 ? "main" : "compared", facts })),
    differences,
    notice: null,
  };
  const opening: ToPanel[] = [
    { kind: "content", content },
    ...runs.flatMap(({ facts: { run }, recording, studies }): ToPanel[] => [
      { kind: "recording", run, recording },
      { kind: "studies", run, studies },
    ]),
  ];
  const data = gzipSync(packReport({ opening, sequences }), { level: 9 });
  const made = `Report of ${when(new Date())}, Induction Lab ${version}.`;
  const footer = [made, ...leftOut, sequencesWords(sequences)].join(" ").trim();
  return reportHtml({ title, footer, program, data });
}

/** `25 November 2026, 01:12 UTC`. */
function when(date: Date): string {
  const day = date.toLocaleDateString("en-GB", { dateStyle: "long", timeZone: "UTC" });
  const time = date.toLocaleTimeString("en-GB", { timeStyle: "short", timeZone: "UTC" });
  return `${day}, ${time} UTC`;
}
