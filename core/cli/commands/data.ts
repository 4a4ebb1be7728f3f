/** `data`: the sequences of an experiment as a file. */
import { isOfTokens } from "../../config";
import { encodeNpy, type TokenSet } from "../../data";
import { prepareProblem, withAbsolutePaths } from "../../training";
import { ExitCode, InputError } from "../exit";
import { writeNewFile, refuseExisting } from "../newFile";
import { counted, grouped } from "../numbers";
import type { Output } from "../output";
import { loadExperiment } from "../source";

export interface DataOptions {
  readonly out: string;
  readonly split: "train" | "validation" | "all";
  readonly set?: readonly string[];
}

export async function writeData(source: string, options: DataOptions, output: Output): Promise<number> {
  const { experiment, directory } = await loadExperiment(source, options.set ?? [], output);
  await refuseExisting(options.out);
  if (!isOfTokens(experiment)) {
    throw new InputError(
      "The mixed target's sequences are scalars, which data files of tokens cannot hold: they follow from the seed alone.",
    );
  }
  const { request } = await prepareProblem(withAbsolutePaths(experiment, directory));
  const training = request.training.kind === "fixed" ? request.training.data : null;
  const parts = partsOf(options.split, training, request.validation);
  const { sequenceLength, alphabetSize } = parts[0];
  const count = parts.reduce((sum, part) => sum + part.count, 0);
  const tokens = new Uint8Array(count * (sequenceLength + 1));
  parts.reduce((at, part) => (tokens.set(part.tokens, at), at + part.tokens.length), 0);

  await writeNewFile(options.out, encodeNpy(tokens, [count, sequenceLength + 1]));
  output.object("file", { path: options.out, sequences: count, sequenceLength, alphabetSize });
  output.line(
    `Wrote ${counted(count, "sequence")} of ${grouped(sequenceLength)} tokens and a target to ${options.out}.`,
  );
  return ExitCode.done;
}

/** At least one part. @throws InputError when there are no such sequences */
function partsOf(
  split: DataOptions["split"],
  training: TokenSet | null,
  validation: TokenSet | null,
): readonly TokenSet[] {
  if (split !== "validation" && !training) {
    throw new InputError(
      "The experiment draws fresh sequences at every step, so there is no training set to write: " +
        "use --split validation, or --set data.online=false.",
    );
  }
  if (split === "validation" && !validation) {
    throw new InputError("The experiment holds no sequences out: data.validationSequences is 0.");
  }
  const wanted = { train: [training], validation: [validation], all: [training, validation] }[split];
  return wanted.filter((part) => part !== null);
}
