/** The face of the page's words: captions, states and numbers. All that people read goes through @vscode/l10n. */
export { classifierCaption, copierCaption, correspondence, lossCaption, selectorCaption } from "./captions";
export { lagAttentionNote, lawsNote, noSelectorCaption } from "./families";
export {
  capitalised,
  describedHeadWord,
  headNumber,
  headSet,
  headWord,
  lastLayerWord,
  theLastLayer,
} from "./heads";
export {
  allowedScalars,
  mixedGoals,
  mixedMeaning,
  mixedSymbol,
  scalarName,
  typedScalarsError,
  type MixedGoal,
} from "./mixed";
export { phaseSentence, phaseWord } from "./phases";
export { lawWord, rateQuantity, rateVerdict } from "./rates";
export { actionWord, adviceOn, readOnlySentence, stateWord } from "./states";
export {
  belowAll,
  decimal,
  duration,
  grouped,
  percent,
  rate,
  share,
  shareFromLog,
  shortShare,
  signedDecimal,
  signedShare,
  signedShortShare,
  spread,
  tick,
  unknown,
} from "./numbers";
export { named, placeText, placeWords, quantityWord } from "./places";
export {
  agreementSentence,
  allowedTokens,
  lagWord,
  leadingWeight,
  matchCounts,
  matchWeight,
  setWord,
  shortSequenceHint,
  tooLongSentence,
  typingError,
} from "./traceWords";
export { mechanismName, mechanismSentence, sourceName, type TargetSource } from "./mechanisms";
export { referenceName, referenceSentence, type ReferenceLike } from "./references";
export { logRatio, logWord, subsetName, weightWord } from "./subsets";
