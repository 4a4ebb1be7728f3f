/**
 * Sets custom properties and colours of an element from a template. Lit's own styleMap writes a style attribute at
 * first, which the page's content security policy forbids; a style sheet object it allows.
 */
import { nothing } from "lit";
import { directive, Directive, type ElementPart } from "lit/directive.js";

type Properties = Readonly<Record<string, string | number>>;

class StyledDirective extends Directive {
  /** As they were last set: most stay, and even setting the same again costs. */
  #before: Properties = {};

  override render(_properties: Properties): typeof nothing {
    return nothing;
  }

  override update({ element }: ElementPart, [properties]: [Properties]): typeof nothing {
    // Only ever put on HTML elements, which have a style.
    const { style } = element as HTMLElement;
    for (const [name, value] of Object.entries(properties)) {
      if (this.#before[name] !== value) style.setProperty(name, String(value));
    }
    this.#before = properties;
    return nothing;
  }
}

/** `<div ${styled({ "--share": 0.5 })}>` */
export const styled = directive(StyledDirective);
