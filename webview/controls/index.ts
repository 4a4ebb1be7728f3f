/** The face of the page's controls; who draws them is known in here alone. */
export { InductionField } from "./field";
export { icon, type IconName } from "./icons";
export { InductionMenu, type MenuItem } from "./menu";
export { InductionStepper } from "./stepper";
export { InductionTabs, type Tab } from "./tabs";
export { InductionToggle } from "./toggle";
export { button, checkbox, choice, type ButtonLook, type CheckboxLook, type ChoiceLook } from "./toolkit";
