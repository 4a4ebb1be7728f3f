/** The face of the page's controls; who draws them is known in here alone. */
export { icon, type IconName } from "./icons";
export { InductionTabs, type Tab } from "./tabs";
export { InductionToggle } from "./toggle";
export { button, choice, type ButtonLook, type ChoiceLook } from "./toolkit";
