/** `verify`: this program against reference values from elsewhere. */
import type { Model } from "../../model";
import { ExitCode, InputError } from "../exit";
import { counted, scientific } from "../numbers";
import type { Output } from "../output";
import { tableLines } from "../table";
import { relativeErrors, type EngineChoice } from "../verify/compute";
import { informationErrors } from "../verify/informations";
import { mixedErrors } from "../verify/mixedTarget";
import { readJson } from "../verify/vectorFile";
import { readVectors, type Vectors } from "../verify/vectors";

export interface VerifyOptions {
  /** `all`: those that need nothing installed and have the models' kernels or mathematics. */
  readonly engine: "all" | "reference" | "cpu" | "tfjs" | "webgpu";
  readonly path: "all" | "table" | "direct";
}

export async function verify(
  files: readonly string[],
  options: VerifyOptions,
  output: Output,
): Promise<number> {
  const exitCodes: number[] = [];
  let comparisons = 0;
  for (const file of files) {
    const vectors = await read(file, output);
    if (typeof vectors === "number") {
      exitCodes.push(vectors);
      continue;
    }
    const checks = await checksOf(vectors, options);
    comparisons += checks.filter(({ errors }) => errors.size > 0).length;
    tell(file, vectors, checks, output);
    exitCodes.push(checks.every(({ passed }) => passed) ? ExitCode.done : ExitCode.failed);
  }
  const worst = Math.max(...exitCodes);
  if (worst === ExitCode.done)
    output.line(`All is within tolerance (${counted(comparisons, "comparison")}).`);
  return worst;
}

/** One engine, or core/theory, on one file. */
interface Check {
  readonly name: string;
  readonly engine: string;
  readonly path: string;
  readonly tolerance: number;
  /** By quantity. */
  readonly errors: ReadonlyMap<string, number>;
  readonly passed: boolean;
  /** Why there is nothing to compare, where there is not. */
  readonly impossible?: string;
}

/**
 * float64 against float32, whose rounding adds up along a trajectory. Values of the full model come from its authors' code,
 * which keeps the logits w in single precision.
 */
const tolerances = {
  batch: { reference: 1e-9, cpu: 1e-4 },
  full: { reference: 1e-6, cpu: 1e-4 },
  trajectory: { reference: 1e-9, cpu: 1e-3 },
  informations: 1e-9,
  "mixed target": { reference: 1e-9, cpu: 1e-4 },
} as const;

/** @returns an exit code, said in words, where there is nothing to check */
async function read(file: string, output: Output): Promise<Vectors | number> {
  try {
    return readVectors(await readJson(file));
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    const details = error.details.map((fault) => `${file}: ${fault}`);
    output.error(`${file}: ${error.message}`, { file, details });
    return ExitCode.badInput;
  }
}

/** Informations are no engine's: they are checked whichever engines are asked for. */
async function checksOf(vectors: Vectors, options: VerifyOptions): Promise<Check[]> {
  if (vectors.format === "informations") {
    const what = { name: "theory", engine: "theory", path: "auto", tolerance: tolerances.informations };
    return [await checkOf(what, () => informationErrors(vectors.cases))];
  }
  const checks: Check[] = [];
  const family = vectors.format === "mixed target" ? "mixed-target" : vectors.model.family;
  for (const [name, choice] of engineChoices(options, family)) {
    const { kind: engine, path } = choice;
    const tolerance =
      tolerances[family === "full" ? family : vectors.format][engine === "reference" ? "reference" : "cpu"];
    const compute = () =>
      vectors.format === "mixed target"
        ? mixedErrors(vectors.cases, choice)
        : relativeErrors(vectors, choice);
    checks.push(await checkOf({ name, engine, path, tolerance }, compute));
  }
  return checks;
}

/** Other paths than these are checked where they are asked for, and say what is missing. */
function engineChoices(
  { engine, path }: VerifyOptions,
  family: Model["family"] | "mixed-target",
): readonly (readonly [string, EngineChoice])[] {
  const all: readonly (readonly [string, EngineChoice])[] = [
    ["reference", { kind: "reference", path: "auto" }],
    ["cpu table", { kind: "cpu", path: "table" }],
    ["cpu direct", { kind: "cpu", path: "direct" }],
    ["tfjs", { kind: "tfjs", path: "auto" }],
    ["webgpu", { kind: "webgpu", path: "auto" }],
  ];
  return all.filter(
    ([, choice]) =>
      (engine === choice.kind ||
        (engine === "all" && (choice.kind === "reference" || choice.kind === "cpu"))) &&
      (choice.path !== withoutKernels(family) || path === choice.path) &&
      (choice.kind !== "cpu" || path === "all" || path === choice.path),
  );
}

/** Position by position, kernels copy for the disentangled model only and of scalars, which have no window table. */
function withoutKernels(family: Model["family"] | "mixed-target"): "table" | "direct" | null {
  if (family === "mixed-target") return "table";
  return family === "disentangled" ? null : "direct";
}

async function checkOf(
  what: Pick<Check, "name" | "engine" | "path" | "tolerance">,
  compute: () => Check["errors"] | Promise<Check["errors"]>,
): Promise<Check> {
  try {
    const errors = await compute();
    const passed = Array.from(errors.values()).every((error) => error <= what.tolerance);
    return { ...what, errors, passed };
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return { ...what, errors: new Map(), passed: false, impossible: error.message };
  }
}

function tell(file: string, vectors: Vectors, checks: readonly Check[], output: Output): void {
  const { format } = vectors;
  for (const { errors, name: _, ...check } of checks) {
    output.object("verified", { file, format, ...check, errors: Object.fromEntries(errors) });
  }
  output.line(`${file}: ${format} of ${contents(vectors)}`);
  reportLines(checks).forEach((line) => output.line(line));
  for (const { name, impossible } of checks) {
    if (impossible !== undefined) output.line(`  ${name}: ${impossible}`);
  }
  output.line();
}

function contents(vectors: Vectors): string {
  if (vectors.format === "informations") return counted(vectors.cases.length, "data law");
  if (vectors.format === "mixed target") return counted(vectors.cases.length, "case");
  const { count, sequenceLength } = vectors.tokens;
  return `${counted(count, "sequence")} of ${sequenceLength} tokens`;
}

/** Quantities down, engines across. */
function reportLines(checks: readonly Check[]): string[] {
  const quantities = Array.from(new Set(checks.flatMap(({ errors }) => Array.from(errors.keys()))));
  const rows = [
    ["", ...checks.map(({ name }) => name)],
    ...quantities.map((quantity) => [`  ${quantity}`, ...checks.map((check) => cell(check, quantity))]),
    ["  tolerance", ...checks.map(({ tolerance }) => tolerance.toExponential(0))],
    ["  result", ...checks.map(verdict)],
  ];
  return tableLines(rows, { right: checks.map((_, index) => index + 1) });
}

function verdict({ passed, errors }: Check): string {
  if (!passed) return "FAIL";
  return errors.size === 0 ? "—" : "ok";
}

function cell({ errors, tolerance }: Check, quantity: string): string {
  const error = errors.get(quantity);
  if (error === undefined) return "—";
  return error <= tolerance ? scientific(error) : `FAIL ${scientific(error)}`;
}
