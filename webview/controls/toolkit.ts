/**
 * Buttons, boxes to tick and drop-down lists that look like the editor's. Microsoft's toolkit draws them; it is frozen,
 * so nothing but this folder knows it, and another may take its place.
 */
import {
  Checkbox,
  Dropdown,
  provideVSCodeDesignSystem,
  vsCodeButton,
  vsCodeCheckbox,
  vsCodeDropdown,
  vsCodeOption,
} from "@vscode/webview-ui-toolkit";
import { html, nothing, type TemplateResult } from "lit";
import { ref } from "lit/directives/ref.js";

provideVSCodeDesignSystem().register(vsCodeButton(), vsCodeCheckbox(), vsCodeDropdown(), vsCodeOption());

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

export interface CheckboxLook {
  readonly label: string;
  /** Beside the box; where left out, the label is only said and shown as a hint. */
  readonly text?: TemplateResult | string;
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
}

export function checkbox({ label, text, checked, onChange }: CheckboxLook): TemplateResult {
  // The toolkit's box also tells of what it was set to: so the new listener comes before the new state.
  const changed = ({ target }: Event) => {
    if (target instanceof Checkbox && target.checked !== checked) onChange(target.checked);
  };
  // The toolkit gives a box a name of its own when it is connected, which is right after this.
  const named = (box: Element | undefined) => queueMicrotask(() => box?.setAttribute("aria-label", label));
  return html`<vscode-checkbox title=${label} @change=${changed} .checked=${checked} ${ref(named)}
    >${text ?? nothing}</vscode-checkbox
  >`;
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
  // The toolkit names an option once, by what it said at first.
  return html`<vscode-dropdown aria-label=${label} title=${label} .value=${chosen} @change=${changed}>
    ${options.map(
      ({ text }) =>
        html`<vscode-option value=${text} aria-label=${text} ?selected=${text === chosen}
          >${text}</vscode-option
        >`,
    )}
  </vscode-dropdown>`;
}
