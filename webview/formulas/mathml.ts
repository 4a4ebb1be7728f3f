/** Mathematics drawn by the browser, as MathML, which screen readers read as mathematics. */
import { html, mathml, nothing, type TemplateResult } from "lit";
import type { Maths } from "./maths";

/** A line of its own. */
export function mathLine(maths: Maths): TemplateResult {
  return html`<math displaystyle="true">${drawn(maths)}</math>`;
}

function drawn(maths: Maths): TemplateResult<3> {
  switch (maths.kind) {
    case "symbol":
      return mathml`<mi>${maths.text}</mi>`;
    case "number":
      return mathml`<mn data-value=${maths.value}>${maths.text}</mn>`;
    case "operator":
      return mathml`<mo>${maths.text}</mo>`;
    case "words":
      return mathml`<mtext>${`\u00a0${maths.text}`}</mtext>`;
    case "row":
      return mathml`<mrow>${maths.parts.map(drawn)}</mrow>`;
    case "fraction":
      return mathml`<mfrac>${drawn(maths.over)}${drawn(maths.under)}</mfrac>`;
    case "root":
      return mathml`<msqrt>${drawn(maths.of)}</msqrt>`;
    case "scripts":
      return scripts(drawn(maths.base), maths.below, maths.above);
    case "each":
      return each(maths.sign, maths.below, maths.above);
  }
}

function scripts(base: TemplateResult<3>, below?: Maths, above?: Maths): TemplateResult<3> {
  if (below && above) return mathml`<msubsup>${base}${drawn(below)}${drawn(above)}</msubsup>`;
  if (below) return mathml`<msub>${base}${drawn(below)}</msub>`;
  return above ? mathml`<msup>${base}${drawn(above)}</msup>` : base;
}

function each(sign: string, below?: Maths, above?: Maths): TemplateResult<3> {
  const [under, over] = [below ? drawn(below) : nothing, above ? drawn(above) : nothing];
  if (below && above) return mathml`<munderover><mo>${sign}</mo>${under}${over}</munderover>`;
  return mathml`<munder><mo>${sign}</mo>${under}</munder>`;
}
