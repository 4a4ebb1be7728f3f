/** Commands about engines: what they are called and what can be said to them. */
import { stepNumber, type AddCommands } from "./options";

export const addEngines: AddCommands = (program, output, exit) => {
  program.commandsGroup("Compute engines:");
  const engines = program
    .command("engines")
    .summary("list what this machine can compute with, and install more")
    .description(
      "Lists the compute engines and has each of them compute something small: the device that it computes on, or why " +
        "it cannot be had. Packages for graphics processors are not part of the program and are installed with npm.",
    )
    .option("--json", "one JSON object an engine")
    .addHelpText("after", examples)
    .action(async () => {
      const { listEngines } = await import("../commands/engines");
      exit(await listEngines(output));
    });
  engines
    .command("install")
    .summary("install the packages of a graphics processor")
    .description(
      "Installs with npm what computing on a graphics processor takes, into a folder of this user. webgpu: for one of " +
        "any maker, 132 MB on disk. cuda: TensorFlow's own library, for one of NVIDIA with CUDA 11.2 and cuDNN 8.1.",
    )
    .argument("<packages>", "webgpu or cuda")
    .option("--json", "progress and result as JSON")
    .action(async (packages: string) => {
      const { installEngine } = await import("../commands/engines");
      exit(await installEngine(packages, output));
    });
  engines
    .command("remove")
    .summary("remove these packages")
    .description("Removes what engines install has installed.")
    .argument("<packages>", "webgpu or cuda")
    .option("--json", "the result as JSON")
    .action(async (packages: string) => {
      const { removeEngine } = await import("../commands/engines");
      exit(await removeEngine(packages, output));
    });
  program
    .command("probe-engine", { hidden: true })
    .description("Tries one engine, for the process that began this one.")
    .argument("<number>", "the engine's number, from 0", stepNumber)
    .action(async (number: number) => {
      const { serveProbe } = await import("../../engine");
      await serveProbe(number);
    });
};

const examples = `
Examples:
  induction-lab engines
  induction-lab engines install webgpu
  induction-lab train quickstart --engine tfjs --backend webgpu

The packages lie where INDUCTION_LAB_ENGINES says, or else with this user's application data.`;
