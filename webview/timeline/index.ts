/** The face of the timeline's geometry and motion: where things lie on it, how it plays, which keys move it. */
export { courseOf, chosenFrom, rowsAway, stepUnder, type Course } from "./course";
export { happeningsOf, toldOf, type Happenings } from "./happenings";
export { moveOf, type Move } from "./keys";
export { textMeasure, type Measure } from "./labels";
export { Playback, type Speed, speeds } from "./playback";
export { trackOf, type Track } from "./track";
