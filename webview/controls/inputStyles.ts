/** What fields to type into look like: the editor's own. */
import { css } from "lit";

export const inputStyles = css`
  input {
    box-sizing: border-box;
    height: 24px;
    padding: 2px 6px;
    border: 1px solid var(--vscode-input-border, var(--vscode-settings-dropdownListBorder, var(--hairline)));
    border-radius: 2px;
    background: var(--vscode-input-background, transparent);
    color: var(--vscode-input-foreground, inherit);
    font: inherit;
    font-variant-numeric: tabular-nums;
  }
  input::placeholder {
    color: var(--vscode-input-placeholderForeground, var(--vscode-descriptionForeground));
    opacity: 1;
  }
  input:focus-visible {
    outline: 1px solid var(--vscode-focusBorder);
    outline-offset: -1px;
  }
  input[aria-invalid="true"] {
    border-color: var(--vscode-inputValidation-errorBorder, var(--vscode-errorForeground));
  }
  .error {
    color: var(--vscode-errorForeground);
  }
`;
