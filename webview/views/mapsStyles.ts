/** How the attention maps' page is laid out. */
import { css } from "lit";

export const mapsStyles = css`
  .maps {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(min(100%, 380px), 1fr));
    gap: 24px 36px;
  }
  h3 {
    margin: 0 0 6px;
    padding-right: 28px;
  }
  .run {
    margin-bottom: 8px;
  }
  induction-head-thumbnails {
    display: block;
    margin-bottom: 18px;
  }
  .reading {
    min-height: 1.4em;
    margin: 6px 0 0 40px;
    font-variant-numeric: tabular-nums;
  }
  .below {
    display: flex;
    flex-wrap: wrap;
    gap: 2px 24px;
    margin: 2px 0 0 40px;
    font-size: 0.92em;
  }
  .hint {
    margin: 14px 0 0;
    font-size: 0.92em;
  }
`;
