/**
 * Studies in a run's folder: one JSON file each under `studies/`, the newest of its kind. A damaged one harms only
 * itself. How they come about is the affair of core/evaluation, core/ablation and core/diagnosis.
 */
import { readFile } from "node:fs/promises";
import path from "node:path";
import * as z from "zod";
import { jsonText, makeFolder, writeAtomically } from "../runs";
import { ablationSchema, type AblationStudy } from "./ablation";
import { diagnosisSchema, type Diagnosis } from "./diagnosis";
import { evaluationSchema, type EvaluationStudy } from "./evaluation";
import { mechanismsSchema, type MechanismStudy } from "./mechanisms";
import { theorySchema, type TheoryStudy } from "./theory";
import { transitionSchema, type TransitionStudy } from "./transition";

/** Null where there is none. */
export interface Studies {
  readonly theory: TheoryStudy | null;
  /** Of data whose tokens follow two laws. */
  readonly mechanisms: MechanismStudy | null;
  /** Of the mixed target. */
  readonly transition: TransitionStudy | null;
  readonly evaluation: EvaluationStudy | null;
  readonly ablation: AblationStudy | null;
  readonly diagnosis: Diagnosis | null;
}

export type StudyKind = keyof Studies;

export const noStudies: Studies = {
  theory: null,
  mechanisms: null,
  transition: null,
  evaluation: null,
  ablation: null,
  diagnosis: null,
};

/** The whole as it is written, and as it crosses to the page. */
export const studiesSchema = z.object({
  theory: theorySchema.nullable(),
  mechanisms: mechanismsSchema.nullable(),
  transition: transitionSchema.nullable(),
  evaluation: evaluationSchema.nullable(),
  ablation: ablationSchema.nullable(),
  diagnosis: diagnosisSchema.nullable(),
});

/** The format this program writes, and the only one it reads. */
const format = 1;

/** @returns the file it was written to @throws RunFolderError */
export async function writeStudy<Kind extends StudyKind>(
  runDirectory: string,
  kind: Kind,
  study: NonNullable<Studies[Kind]>,
): Promise<string> {
  const file = studyFile(runDirectory, kind);
  await makeFolder(path.dirname(file), runDirectory);
  await writeAtomically(file, `${jsonText({ format, ...study }, 2)}\n`);
  return file;
}

/** Never throws for what is in the files: what is wrong with one is said in `problems`, and it counts as none. */
export async function readStudies(
  runDirectory: string,
): Promise<{ readonly studies: Studies; readonly problems: readonly string[] }> {
  const problems: string[] = [];
  const read = async <Kind extends StudyKind>(
    kind: Kind,
    schema: z.ZodType<NonNullable<Studies[Kind]>>,
  ): Promise<Studies[Kind]> => {
    const reading = await readStudy(studyFile(runDirectory, kind), schema);
    if (typeof reading !== "string") return reading;
    problems.push(`studies/${kind}.json ${reading}`);
    return null;
  };
  const studies = {
    theory: await read("theory", theorySchema),
    mechanisms: await read("mechanisms", mechanismsSchema),
    transition: await read("transition", transitionSchema),
    evaluation: await read("evaluation", evaluationSchema),
    ablation: await read("ablation", ablationSchema),
    diagnosis: await read("diagnosis", diagnosisSchema),
  };
  return { studies, problems };
}

/** The diagnosis alone, for lists of runs; null where there is none that can be read. */
export async function readDiagnosis(runDirectory: string): Promise<Diagnosis | null> {
  const reading = await readStudy(studyFile(runDirectory, "diagnosis"), diagnosisSchema);
  return typeof reading === "string" ? null : reading;
}

function studyFile(runDirectory: string, kind: StudyKind): string {
  return path.join(runDirectory, "studies", `${kind}.json`);
}

/** What is wrong with it, as the end of a sentence. */
async function readStudy<Study>(file: string, schema: z.ZodType<Study>): Promise<Study | null | string> {
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch (error) {
    const absent =
      error instanceof Error && "code" in error && ["ENOENT", "ENOTDIR"].includes(String(error.code));
    return absent ? null : `cannot be read: ${error instanceof Error ? error.message : String(error)}`;
  }
  try {
    const json: unknown = JSON.parse(text);
    const written = z.object({ format: z.int() }).safeParse(json);
    if (written.success && written.data.format > format) {
      return `has format ${written.data.format}, written by a newer Induction Lab; this one reads format ${format}.`;
    }
    const parsed = schema.safeParse(json);
    return parsed.success ? parsed.data : `is damaged: ${z.prettifyError(parsed.error)}`;
  } catch (error) {
    return `is damaged: ${error instanceof Error ? error.message : String(error)}`;
  }
}
