/**
 * Buttons and drop-down lists that look like the editor's. Microsoft's toolkit draws them; it is frozen, so nothing
 * but this folder knows it, and another may take its place.
 */
import {
  Dropdown,
  provideVSCodeDesignSystem,
  vsCodeButton,
  vsCodeDropdown,
  vsCodeOption,
} from "@vscode/webview-ui-toolkit";
import { html, nothing, type TemplateResult } from "lit";

provideVSCodeDesignSystem().register(vsCodeButton(), vsCodeDropdown(), vsCodeOption());

export interface ButtonLook {
  readonly label: string;
  readonly icon?: TemplateResult;
  /** `icon`: the label is only said and shown as a hint. */
  readonly look: "primary" | "secondary" | "icon";
  readonly onClick: () => void;
}

export function button({ label, icon, look, onClick }: ButtonLook): TemplateResult {
  if (look === "icon") {
    return html`<vscode-button appearance="icon" aria-label=${label} title=${label} @click=${onClick}>
      ${icon}
    </vscode-button>`;
  }
  const start = icon ? html`<span slot="start">${icon}</span>` : nothing;
  return html`<vscode-button appearance=${look} @click=${onClick}>${start}${label}</vscode-button>`;
}

export interface ChoiceLook<T> {
  readonly label: string;
  readonly options: readonly { readonly value: T; readonly text: string }[];
  readonly value: T;
  readonly onChange: (value: T) => void;
}

/** A drop-down list. */
export function choice<T>({ label, options, value, onChange }: ChoiceLook<T>): TemplateResult {
  const changed = ({ target }: Event) => {
    const found = options.find(({ text }) => target instanceof Dropdown && text === target.value);
    if (found) onChange(found.value);
  };
  const chosen = options.find((option) => option.value === value)?.text ?? "";
  return html`<vscode-dropdown aria-label=${label} title=${label} .value=${chosen} @change=${changed}>
    ${options.map(
      ({ text }) => html`<vscode-option value=${text} ?selected=${text === chosen}>${text}</vscode-option>`,
    )}
  </vscode-dropdown>`;
}
