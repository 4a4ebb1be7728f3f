/**
 * The timeline's track as markup: the axis with its labels, what has been trained, stages above it, edits, checkpoints
 * and phases below. It stands still while the handle moves, and is told in words elsewhere.
 */
import { svg, html, nothing, type SVGTemplateResult, type TemplateResult } from "lit";
import type { Track } from "../timeline";

/** Pixels, of all words. */
export const labelSize = 11;

/** From the top, pixels. Without stages, and without phases, their rows are left out. */
const stageRow = 18;
const lineAt = 10;
const labelsAt = 34;
const bracketsAt = 44;
const phaseRow = 22;

export function drawnTrack(track: Track): TemplateResult {
  const { width, stages, phases } = track;
  const line = lineOf(track);
  const below = line - lineAt;
  const height = below + bracketsAt + (phases.length > 0 ? phaseRow : -2);
  return html`<svg class="track" aria-hidden="true" width=${width} height=${height}>
    <path class="axis" d=${`M0 ${line + 0.5}H${width}`} />
    <path class="trained" d=${`M0 ${line + 0.5}H${track.reached}`} />
    ${stages.map((stage) => stageMark(stage, line))} ${checkpointMarks(track, line)}
    ${track.edits.map((edit) => editMark(edit, line))}
    ${track.ticks.map(({ x, text }) => svg`<text class="tick" x=${x} y=${below + labelsAt}>${text}</text>`)}
    ${phases.map((phase) => phaseMark(phase, below + bracketsAt))}
    ${track.goesOn ? svg`<circle class="here" cx=${track.reached} cy=${line + 0.5} r="3.5" />` : nothing}
  </svg>`;
}

/** How far below the top the axis lies, pixels. */
export function lineOf({ stages }: Track): number {
  return lineAt + (stages.length > 0 ? stageRow : 0);
}

function stageMark({ at, text, textAt, hint }: Track["stages"][number], line: number): SVGTemplateResult {
  const x = Math.round(at) + 0.5;
  return svg`<g>
    <title>${hint}</title>
    ${at > 0 ? svg`<path class="boundary" d=${`M${x} 2V${line + 5}`} />` : nothing}
    <rect class="reach" x=${at - 4} y="0" width="12" height=${line} />
    <text x=${textAt} y="11">${text}</text>
  </g>`;
}

function checkpointMarks({ checkpoints }: Track, line: number): SVGTemplateResult {
  const ticks = checkpoints.map((at) => `M${Math.round(at) + 0.5} ${line + 3}v4`).join("");
  return svg`<path class="checkpoints" d=${ticks} />`;
}

function editMark({ at, hint }: Track["edits"][number], line: number): SVGTemplateResult {
  return svg`<g>
    <title>${hint}</title>
    <rect class="reach" x=${at - 8} y=${line + 1} width="16" height="15" />
    <path class="edit" d=${`M${at} ${line + 4}l4.500 8h-9z`} />
  </g>`;
}

function phaseMark({ at, to, text, textAt, hint }: Track["phases"][number], top: number): SVGTemplateResult {
  const [from, end] = [Math.round(at) + 0.5, Math.round(to) + 0.5];
  return svg`<g>
    <title>${hint}</title>
    <rect class="reach" x=${at - 2} y=${top - 4} width=${to - at + 4} height=${phaseRow} />
    <path class="bracket" d=${`M${from} ${top - 3}v4H${end}v-4`} />
    <text x=${textAt} y=${top + 14}>${text}</text>
  </g>`;
}
