/** The face of the page's words: captions, states and numbers. All that people read goes through @vscode/l10n. */
export { classifierCaption, copierCaption, leadingSubset, lossCaption, selectorCaption } from "./captions";
export { actionWord, adviceOn, readOnlySentence, stateWord } from "./states";
export { decimal, duration, grouped, rate, share, shortShare, tick, unknown } from "./numbers";
