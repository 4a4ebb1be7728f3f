/** Small pictures of the page, 16 × 16, in the colour of the text around them. */
import { html, svg, type SVGTemplateResult, type TemplateResult } from "lit";

const shapes = {
  play: svg`<path d="M4 2.5v11l9.5-5.5z" />`,
  pause: svg`<path d="M4 2.5h2.8v11H4zM9.2 2.5H12v11H9.2z" />`,
  stop: svg`<path d="M3.5 3.5h9v9h-9z" />`,
  step: svg`<path d="M3 2.5v11L10 8zM11 2.5h2v11h-2z" />`,
  again: svg`<path d="M8 2.2a5.8 5.8 0 1 0 5.8 5.8h-1.4A4.4 4.4 0 1 1 8 3.6V6l3.6-3.1L8 0z" />`,
  dot: svg`<circle cx="8" cy="8" r="4.2" />`,
  ring: svg`<path d="M8 3a5 5 0 1 0 0 10A5 5 0 0 0 8 3zm0 1.4a3.6 3.6 0 1 1 0 7.2 3.6 3.6 0 0 1 0-7.2z" />`,
  half: svg`<path d="M8 3a5 5 0 1 0 0 10A5 5 0 0 0 8 3zm0 1.4v7.2a3.6 3.6 0 0 1 0-7.2z" />`,
  check: svg`<path d="M6.4 12.6 2.3 8.5l1.1-1.1 3 3 6.2-6.2 1.1 1.1z" />`,
  cross: svg`<path d="m8 6.9 3.9-3.9 1.1 1.1L9.1 8l3.9 3.9-1.1 1.1L8 9.1 4.1 13 3 11.9 6.9 8 3 4.1 4.1 3z" />`,
  warning: svg`<path fill-rule="evenodd" d="M8 1.5 15 14H1zm0 2.9L3.3 12.7h9.4zM7.3 7h1.4v3H7.3zm0 3.6h1.4v1.3H7.3z" />`,
  info: svg`<path fill-rule="evenodd" d="M8 1.5a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13zm0 1.3a5.2 5.2 0 1 1 0 10.4A5.2 5.2 0 0 1 8 2.8zM7.3 7h1.4v4.3H7.3zm0-2.4h1.4V6H7.3z" />`,
  file: svg`<path fill-rule="evenodd" d="M3 1.5h6.5L13 5v9.500H3zm1.300 1.300v10.400h7.400V6H8.700V2.800z" />`,
  folder: svg`<path fill-rule="evenodd" d="M1.500 3h5l1.500 1.700h6.500V13h-13zm1.300 1.300v7.400h10.400V6H7.400L5.900 4.300z" />`,
  report: svg`<path fill-rule="evenodd" d="M2.500 1.500h8L13.500 4.500v10h-11zm1.300 1.300v10.400h8.400V5.300H9.700V2.800zM5 11.700V9h1.300v2.700zm2.300 0V6.500h1.300v5.200zm2.300 0V8h1.300v3.700z" />`,
  log: svg`<path d="M2.500 3h11v1.300h-11zm0 2.900h7.500v1.300H2.500zm0 2.900h11v1.300h-11zm0 2.900h5.500V13H2.500z" />`,
  more: svg`<path d="M3.500 6.700a1.300 1.300 0 1 0 0 2.600 1.300 1.300 0 0 0 0-2.600zm4.500 0a1.300 1.300 0 1 0 0 2.600 1.300 1.300 0 0 0 0-2.600zm4.500 0a1.300 1.300 0 1 0 0 2.600 1.300 1.300 0 0 0 0-2.600z" />`,
  left: svg`<path d="m10.300 3.200 1 1L7.500 8l3.800 3.800-1 1L5.500 8z" />`,
  right: svg`<path d="m5.700 3.200-1 1L8.500 8l-3.800 3.800 1 1L10.500 8z" />`,
} satisfies Record<string, SVGTemplateResult>;

export type IconName = keyof typeof shapes;

export function icon(name: IconName): TemplateResult {
  return html`<svg width="16" height="16" viewBox="0 0 16 16" fill="currentColor" aria-hidden="true">
    ${shapes[name]}
  </svg>`;
}
