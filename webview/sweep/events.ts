/** What the parts of a sweep's page tell it. */
import type { SweepView } from "./sweepView";

/** A member's inspector is wanted. */
export type OpenMemberEvent = CustomEvent<number>;
/** The sweep is to be looked at otherwise. */
export type ChangeViewEvent = CustomEvent<Partial<SweepView>>;
/** Only these members are to be listed, by index; null: all. */
export type ChooseMembersEvent = CustomEvent<{
  readonly words: string;
  readonly members: readonly number[];
} | null>;

export function tell(
  element: HTMLElement,
  name: "open-member" | "change-view" | "choose-members",
  detail: unknown,
): void {
  element.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
}

declare global {
  interface HTMLElementEventMap {
    "open-member": OpenMemberEvent;
    "change-view": ChangeViewEvent;
    "choose-members": ChooseMembersEvent;
  }
}
