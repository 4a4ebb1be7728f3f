/** How the page of theory is laid out: informations on the left, what follows from them on the right. */
import { css } from "lit";

export const theoryStyles = css`
  .columns {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(min(100%, 420px), 1fr));
    gap: 24px 48px;
  }
  .columns > section {
    min-width: 0;
    container-type: inline-size;
  }
  .columns h3 {
    margin-top: 0;
  }
  .columns .after {
    margin: 22px 30px 4px 0;
  }
  .columns .after h3 {
    margin: 0;
  }
  dl {
    display: grid;
    gap: 4px;
    margin: 0;
  }
  dl div {
    display: grid;
    grid-template-columns: 9em minmax(0, 1fr);
    gap: 14px;
  }
  dt {
    color: var(--muted);
  }
  dd {
    margin: 0;
  }
`;
