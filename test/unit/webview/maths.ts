/** What a line of mathematics with numbers put in comes to: what tests hold against the number that it explains. */
import type { Maths } from "../../../webview/formulas/maths";

/** @throws Error for a line with symbols that are no numbers, and for operators that numbers are not joined by */
export function valueOf(maths: Maths): number {
  switch (maths.kind) {
    case "number":
      return maths.value;
    case "fraction":
      return valueOf(maths.over) / valueOf(maths.under);
    case "root":
      return Math.sqrt(valueOf(maths.of));
    case "scripts":
      return powerOf(maths);
    case "row":
      return sumOf(maths.parts);
    default:
      throw new Error(`${JSON.stringify(maths)} is no number`);
  }
}

function powerOf({ base, below, above }: Extract<Maths, { kind: "scripts" }>): number {
  if (below || !above) throw new Error(`${JSON.stringify(base)} is a symbol`);
  const isE = base.kind === "symbol" && base.text === "e";
  return isE ? Math.exp(valueOf(above)) : valueOf(base) ** valueOf(above);
}

/** Products of what stands between the signs, added. */
function sumOf(parts: readonly Maths[]): number {
  let [sum, sign, factor] = [0, 1, NaN];
  for (let at = 0; at < parts.length; at++) {
    const part = parts[at];
    if (part.kind === "words") continue;
    if (part.kind !== "operator") {
      factor = Number.isNaN(factor) ? valueOf(part) : factor * valueOf(part);
    } else if (part.text === "+" || part.text === "−") {
      sum += Number.isNaN(factor) ? 0 : sign * factor;
      [sign, factor] = [part.text === "+" ? 1 : -1, NaN];
    } else if (part.text === "(") {
      const end = closing(parts, at);
      const inner = sumOf(parts.slice(at + 1, end));
      factor = Number.isNaN(factor) ? inner : factor * inner;
      at = end;
    } else if (part.text !== "·") throw new Error(`numbers are not joined by ${part.text}`);
  }
  return sum + sign * factor;
}

function closing(parts: readonly Maths[], from: number): number {
  let depth = 0;
  return parts.findIndex((part, at) => {
    if (at < from || part.kind !== "operator") return false;
    depth += { "(": 1, ")": -1 }[part.text] ?? 0;
    return depth === 0;
  });
}
