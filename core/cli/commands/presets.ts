/** `presets`: experiments and sweeps to start from. */
import { presets } from "../../config";
import { sweepPresets } from "../../sweep";
import { ExitCode } from "../exit";
import { invocation } from "../invocation";
import type { Output } from "../output";

export function listPresets(output: Output): number {
  output.line("Experiments:");
  presets.forEach((preset) => tell("preset", preset, output));
  output.line();
  output.line("Sweeps, of many runs:");
  sweepPresets.forEach((preset) => tell("sweepPreset", preset, output));
  output.line();
  const program = invocation();
  output.line(`Train one with: ${program} train <preset>, or ${program} sweep <sweep>`);
  output.line(`Edit one with: ${program} new <preset or sweep>`);
  return ExitCode.done;
}

interface Described {
  readonly id: string;
  readonly title: string;
  readonly description: string;
}

function tell(kind: string, { id, title, description }: Described, output: Output): void {
  output.object(kind, { id, title, description });
  output.line(`${id}: ${title}`);
  wrapped(description, 90).forEach((line) => output.line(`    ${line}`));
}

/** Lines of whole words, `width` characters at most where words allow it. */
function wrapped(text: string, width: number): string[] {
  return text.split(" ").reduce<string[]>((lines, word) => {
    const line = lines.at(-1);
    if (line === undefined || line.length + 1 + word.length > width) return [...lines, word];
    return [...lines.slice(0, -1), `${line} ${word}`];
  }, []);
}
