/** How the page is laid out: one column of rows, the circuit's three parts side by side where there is room. */
import { css } from "lit";

export const inspectorStyles = css`
  :host {
    container-type: inline-size;
    max-width: 1360px;
    margin: 0 auto;
    padding: 16px 4px 48px;
    color: var(--vscode-foreground);
    font-family: var(--vscode-font-family, sans-serif);
    font-size: var(--vscode-font-size, 13px);
    line-height: 1.35;
  }
  induction-timeline {
    margin-top: 20px;
  }
  induction-trace,
  induction-mixed-heads,
  induction-tabs {
    display: block;
    margin-top: 30px;
    /* What is out of sight costs nothing while the page is scrubbed through. */
    content-visibility: auto;
    contain-intrinsic-size: auto 600px;
  }
  /* What may be skipped is also cut off at its edges, and with it a list that opens upwards. */
  induction-trace:focus-within,
  induction-mixed-heads:focus-within,
  induction-tabs:focus-within {
    content-visibility: visible;
  }
  .parts {
    display: grid;
    grid-template-columns: repeat(3, minmax(0, 1fr));
    gap: 30px 40px;
    margin-top: 26px;
  }
  .parts > *,
  induction-mixed-heads,
  induction-trace {
    padding-top: 12px;
    border-top: 1px solid var(--vscode-contrastBorder, var(--hairline));
  }
  /* Compared runs stand beside each other in the copier, which takes the whole width. */
  .parts.compared,
  .parts.two {
    grid-template-columns: repeat(2, minmax(0, 1fr));
  }
  .parts.compared induction-copier {
    grid-column: 1 / -1;
  }
  @container (max-width: 900px) {
    .parts,
    .parts.compared,
    .parts.two {
      grid-template-columns: minmax(0, 1fr);
    }
  }
`;
