/** What the mixed target's model does with one sequence, in plain English sentences with the largest places named. */
import { copierAttentionAt, mostAttended, type AttendedPlace, type MixedCircuit } from "./mixedTrace";

/**
 * A sentence each on layer 1, head A, head B, the target's own attention, and the two losses; of one of which no attention
 * can be computed only the one that says so. Positions count from 1.
 */
export function mixedCircuitSentences(circuit: MixedCircuit): readonly string[] {
  const { target, tokens, effective, lazy, rich } = circuit;
  const [found] = mostAttended(circuit, circuit.richAttention, 1);
  const [wanted] = mostAttended(circuit, circuit.wantedAttention, 1);
  if (!isFound(found) || !isFound(wanted)) return [unattended(circuit, isFound(found))];
  const length = tokens.length;
  const last = tokens[length - 1];
  const [nearest] = copierAttentionAt(circuit, found.position);
  return [
    `Layer 1 puts ${percent(nearest)} of its attention from x${found.position + 1} on the token before it, ` +
      `${number(tokens[found.position - 1])}, and brings ${number(found.copied)} there.`,
    `Head A puts ${percent(effective.readsLazy)} of its attention on x${length - 2} = ${number(tokens[length - 3])}, ` +
      `the one that the 4-gram needs, and outputs ${number(lazy.output)} where ${number(lazy.wanted)} is wanted.`,
    `Head B weighs positions by the product k·q·x${length}·y with what layer 1 brought, where k·q = ${number(effective.match)} ` +
      `(the target has w*² = ${number(target.sharpness)}) and x${length} = ${number(last)}: ` +
      `${preference(effective.match * last)}. ${foundText(found)}; it outputs ` +
      `${number(rich.output)} where ${number(rich.wanted)} is wanted.`,
    `The target itself attends most to x${wanted.position + 1} (${percent(wanted.attention)}), behind ` +
      `${number(tokens[wanted.position - 1])}; head B's attention agrees with it to ${percent(effective.agreement)}.`,
    `On this sequence L_G4 = ${number(lazy.loss)} and L_IH = ${number(rich.loss)}.`,
  ];
}

/** There is none where what the softmax is of overflows. */
function isFound(place: AttendedPlace | undefined): place is AttendedPlace {
  return place !== undefined;
}

/** @param isTarget whether it is the target's attention that cannot be computed, not head B's */
function unattended({ target, effective: { match }, tokens }: MixedCircuit, isTarget: boolean): string {
  if (isTarget) {
    return `w*² = ${number(target.sharpness)} is so large that the target's attention cannot be computed for these tokens.`;
  }
  return Number.isFinite(match)
    ? `Head B's attention cannot be computed: k·q·x${tokens.length}·y, with k·q = ${number(match)}, is no longer finite.`
    : "Head B's attention cannot be computed: k·q is no longer finite.";
}

/** The exponent is linear in y: what counts is how far y goes in one direction, not how near it is to x_L. */
function preference(slope: number): string {
  if (slope === 0) return "none before another";
  return `the ${slope > 0 ? "higher" : "lower"} y, the more attention`;
}

function foundText({ position, attention, token, copied }: AttendedPlace): string {
  return (
    `It attends most to x${position + 1} (${percent(attention)}), where ${number(copied)} was brought, and copies ` +
    `${number(token)} from there`
  );
}

/** `no known share` where another attention than head B's cannot be computed. */
function percent(part: number): string {
  return Number.isFinite(part) ? `${Math.round(100 * part)} %` : "no known share";
}

/** Three digits, with a true minus. */
function number(value: number): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? "no number" : value > 0 ? "∞" : "−∞";
  const rounded = Number(value.toPrecision(3));
  const text = rounded !== 0 && Math.abs(rounded) < 1e-3 ? rounded.toExponential() : String(rounded);
  return text.replaceAll("-", "−");
}
