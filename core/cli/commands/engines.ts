/** `engines`: what this machine can compute with, tried; and the packages of graphics processors, in and out. */
import {
  EngineInstallError,
  enginePackages,
  enginesFolder,
  installedVersions,
  installPackages,
  probeEngines,
  removePackages,
  type EngineProbe,
  type PackagesId,
} from "../../engine";
import { exitCodeOfSignal, ExitCode, InputError } from "../exit";
import { onInterruption } from "../interruption";
import { invocation } from "../invocation";
import type { Output } from "../output";
import { tableLines } from "../table";

export async function listEngines(output: Output): Promise<number> {
  const [probes, installed] = await Promise.all([probeEngines(process.argv[1]), installedVersions()]);
  output.object("installed", { folder: enginesFolder(), ...installed });
  for (const probe of probes)
    output.object("engine", { ...probe, installed: installedFor(probe, installed) });
  tellProbes(probes, installed, output);
  output.line();
  for (const line of installedLines(installed)) output.line(line);
  return ExitCode.done;
}

export async function installEngine(word: string, output: Output): Promise<number> {
  const id = knownPackages(word);
  const stopping = new AbortController();
  const interruption = onInterruption(() => stopping.abort());
  const tell = (message: string) => {
    output.object("note", { message });
    output.line(message);
  };
  try {
    await installPackages(id, tell, stopping.signal);
  } catch (error) {
    if (interruption.signal) {
      output.line("Stopped; nothing was installed.");
      return exitCodeOfSignal(interruption.signal);
    }
    if (!(error instanceof EngineInstallError)) throw error;
    output.error(error.message, { details: error.details });
    return ExitCode.failed;
  } finally {
    interruption.release();
  }
  const { name, version } = enginePackages[id];
  output.object("engineInstalled", { id, name, version, folder: enginesFolder() });
  output.line(`Installed ${name} ${version} in ${enginesFolder()}. What it is good for here:`);
  return tellWhatItBrought(id, output);
}

export async function removeEngine(word: string, output: Output): Promise<number> {
  const id = knownPackages(word);
  const { name } = enginePackages[id];
  const removed = await removePackages(id);
  output.object("engineRemoved", { id, name, removed });
  output.line(removed ? `Removed ${name}.` : `${name} was not installed: there is nothing to remove.`);
  return ExitCode.done;
}

/** An install that does not help is no failure of the install, but is to be known. */
async function tellWhatItBrought(id: PackagesId, output: Output): Promise<number> {
  const [all, installed] = await Promise.all([probeEngines(process.argv[1]), installedVersions()]);
  const probes = all.filter((probe) => packagesOf(probe) === id);
  for (const probe of probes)
    output.object("engine", { ...probe, installed: installedFor(probe, installed) });
  tellProbes(probes, installed, output);
  return ExitCode.done;
}

/** @throws InputError for what cannot be installed */
function knownPackages(word: string): PackagesId {
  const ids = Object.keys(enginePackages);
  if (isPackagesId(word)) return word;
  throw new InputError(
    `There is nothing to install that is called "${word}". Allowed: ${ids.join(", ")}. The other engines come with the program.`,
  );
}

function isPackagesId(word: string): word is PackagesId {
  return Object.hasOwn(enginePackages, word);
}

type Installed = Awaited<ReturnType<typeof installedVersions>>;

/** The packages that an engine takes, or null for one that comes with the program. */
function packagesOf({ engine, backend }: EngineProbe): PackagesId | null {
  if (backend === "cuda") return "cuda";
  return backend === "webgpu" || engine === "webgpu" ? "webgpu" : null;
}

function installedFor(probe: EngineProbe, installed: Installed): string | null {
  const id = packagesOf(probe);
  return id && installed[id];
}

function tellProbes(probes: readonly EngineProbe[], installed: Installed, output: Output): void {
  const rows = probes.map((probe) => [
    probe.backend === null ? probe.engine : `${probe.engine} on ${probe.backend}`,
    probe.state,
    probe.state === "ready" ? probe.device : "",
    noteOn(probe, installed),
  ]);
  tableLines([["engine", "state", "device", "note"], ...rows]).forEach((line) => output.line(line));
}

function noteOn(probe: EngineProbe, installed: Installed): string {
  if (probe.state === "absent") return probe.why;
  const id = packagesOf(probe);
  return id === null ? "" : `${enginePackages[id].name} ${installed[id] ?? ""}`.trimEnd();
}

function installedLines(installed: Installed): string[] {
  const program = invocation();
  const there = Object.entries(enginePackages).flatMap(([id, { name }]) => {
    const version = isPackagesId(id) ? installed[id] : null;
    return version === null ? [] : [`${name} ${version}`];
  });
  return [
    there.length === 0
      ? "No packages are installed."
      : `Installed in ${enginesFolder()}: ${there.join(", ")}.`,
    `More: ${program} engines install ${Object.keys(enginePackages).join("|")}`,
  ];
}
