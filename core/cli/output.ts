/**
 * Where a command's words go. People read lines on standard output, warnings and errors on standard error; programs,
 * which pass --json, read everything on standard output, one JSON object a line, told apart by its `kind`:
 *
 * | kind | command | holds |
 * |---|---|---|
 * | `started` `stage` `progress` `recorded` `checkpoint` `finished` | train, resume | see core/training's events |
 * | `measured` | train, resume | line: what metrics.jsonl gets |
 * | `note` | train, resume, sweep, ablate, engines install | message: the run is about to stop; what was left out; progress |
 * | `summary` | train, resume (at the end), show | see `RunSummary` |
 * | `diagnosis` | diagnose | path where it is kept; see core/studies' `Diagnosis` |
 * | `run` | runs | directory, createdAt, and the manifest's state or the problem |
 * | `verified` | verify | file, format, engine, path, tolerance, errors by quantity, passed; why it was impossible |
 * | `evaluated` | evaluate | done of how many; see core/studies' `EvaluationCell` |
 * | `evaluation` | evaluate (at the end) | path where it is kept; see core/studies' `EvaluationStudy` |
 * | `informations` | theory | see core/studies' `TheoryStudy` |
 * | `reference` | theory | predictor, lags, scale; mean and standardError of its loss and its log loss |
 * | `knockOut` | ablate | step; see core/studies' `KnockOut` |
 * | `sweep` `begun` `memberProgress` `member` `died` `sweepSummary` | ablate, sweep | see core/sweep's events |
 * | `submitted` `queue` | sweep --on slurm | job and its members; members done, failed, running, waiting and why |
 * | `trained` | ablate | done of how many; variant, seed |
 * | `variant` | ablate (at the end) | see core/studies' `AblationVariant`; halfWidth of its cost's 95 % interval |
 * | `timing` | bench | stage, train, path, threads; median, p10 and p90 in milliseconds |
 * | `installed` | engines | folder of the packages; the versions of webgpu and cuda, or null |
 * | `engine` | engines, engines install | engine, backend, installed; state `ready`: device; `absent`: why |
 * | `engineInstalled` | engines install | id, name, version, folder |
 * | `engineRemoved` | engines remove | id, name; removed: whether there was anything |
 * | `preset` | presets | id, title, description |
 * | `mechanism` | theory of mixed-markov data | predictor; its loss and its log loss by source: see core/studies' `MechanismStudy` |
 * | `plateauLaw` | sweep over the mixed target | exponents of T_II with intervals and hypotheses |
 * | `construction` | construct | what was built; features used, its error; see core/construction's `ConstructionError` |
 * | `role` | construct | part, does, what, instead; the error without it |
 * | `constructionError` | construct | by: `sharpness`, `heads` or `features`; its row |
 * | `constructed` | construct (at the end) | runDirectory; data: `scalars` with lazy, rich, or `tokens` with byDegree |
 * | `transition` | theory of the mixed target | see core/studies' `TransitionStudy` |
 * | `file` | data, export, new, report, theory of a run | path of the file written; a report's bytes and what it leaves out |
 * | `warning` `error` | any | message, `details` in lines; an experiment's `problems` with path, line and column |
 *
 * Numbers that JSON lacks are the strings "NaN", "Infinity", "-Infinity"; typed arrays are lists.
 */
export interface Output {
  readonly json: boolean;
  /** A line for people. */
  line(text?: string): void;
  /** An object for programs, its kind first. */
  object(kind: string, fields: object): void;
  warning(message: string, fields?: object): void;
  error(message: string, fields?: ErrorFields): void;
}

export interface ErrorFields {
  /** Lines below the message; none if left out. */
  readonly details?: readonly string[];
  /** For programs. */
  readonly [field: string]: unknown;
}

export function createOutput(json: boolean): Output {
  return json ? jsonOutput : textOutput;
}

/** Lets a reader go before the end (`| head`, a closed terminal, a log on a full disk): the work goes on unheard. */
export function surviveClosedPipes(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on("error", (error: NodeJS.ErrnoException) => {
      if (!["EPIPE", "EIO", "ENOSPC", "ERR_STREAM_DESTROYED"].includes(error.code ?? "")) throw error;
    });
  }
}

const textOutput: Output = {
  json: false,
  line(text = "") {
    process.stdout.write(`${text}\n`);
  },
  object: () => undefined,
  warning(message) {
    process.stderr.write(`warning: ${message}\n`);
  },
  error(message, { details = [] } = {}) {
    process.stderr.write([`error: ${message}`, ...details, ""].join("\n"));
  },
};

const jsonOutput: Output = {
  json: true,
  line: () => undefined,
  object(kind, fields) {
    process.stdout.write(`${JSON.stringify({ kind, ...fields }, forJson)}\n`);
  },
  warning(message, fields) {
    this.object("warning", { message, ...fields });
  },
  error(message, fields) {
    this.object("error", { message, details: [], ...fields });
  },
};

function forJson(_key: string, value: unknown): unknown {
  if (typeof value === "number" && !Number.isFinite(value)) return String(value);
  return value instanceof Float64Array ? Array.from(value) : value;
}
