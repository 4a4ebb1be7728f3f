/** `presets`: experiments to start from. */
import { presets } from "../../config";
import { ExitCode } from "../exit";
import { invocation } from "../invocation";
import type { Output } from "../output";

export function listPresets(output: Output): number {
  for (const { id, title, description } of presets) {
    output.object("preset", { id, title, description });
    output.line(`${id}: ${title}`);
    wrapped(description, 90).forEach((line) => output.line(`    ${line}`));
  }
  output.line();
  output.line(`Train one with: ${invocation()} train <preset>; edit one with: ${invocation()} new <preset>`);
  return ExitCode.done;
}

/** Lines of whole words, `width` characters at most where words allow it. */
function wrapped(text: string, width: number): string[] {
  return text.split(" ").reduce<string[]>((lines, word) => {
    const line = lines.at(-1);
    if (line === undefined || line.length + 1 + word.length > width) return [...lines, word];
    return [...lines.slice(0, -1), `${line} ${word}`];
  }, []);
}
