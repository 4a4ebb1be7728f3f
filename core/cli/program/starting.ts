/** Commands to begin with: what they are called and what can be said to them. */
import type { AddCommands } from "./options";

export const addStarting: AddCommands = (program, output, exit) => {
  program.commandsGroup("Writing experiments:");
  program
    .command("presets")
    .summary("list the experiments and sweeps to start from")
    .description("Lists the experiments and the sweeps to start from, and what is known of their outcome.")
    .option("--json", "one JSON object a preset")
    .action(async () => {
      const { listPresets } = await import("../commands/presets");
      exit(listPresets(output));
    });
  program
    .command("new")
    .summary("write a preset as a file to edit")
    .description("Writes a preset as an experiment file to edit, or a ready sweep as a sweep file.")
    .argument("<preset>", "the name of a preset or of a ready sweep")
    .argument("[file]", "the file to write (default: <preset>.induction.json, or .sweep.json)")
    .option("--json", "the result as JSON")
    .action(async (preset: string, file: string | undefined) => {
      const { newFile } = await import("../commands/new");
      exit(await newFile(preset, file, output));
    });
  program
    .command("schema")
    .summary("print the JSON Schema of experiment files")
    .description("Prints the JSON Schema of experiment files, for editors and programs.")
    .action(async () => {
      const { printSchema } = await import("../commands/schema");
      exit(printSchema());
    });
};
