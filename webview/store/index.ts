/** The face of the page's store: plain data and pure functions, without DOM. */
export { coalesced, received } from "./receive";
export { waiting, type InspectorState, type ShownContent, type ShownRun, type Snapshot } from "./state";
export { isGoingOn, newestOf, standingOf, type Newest, type Standing } from "./standing";
export { actionsOn, canBeStudied, hasPace, isReachable, isUnreadable, paces } from "./controls";
export { alignedCircuit, circuitOf, type Circuit } from "./circuit";
export { alignedStep, placeOf, stepAtPlace, type Axis, type AxisQuantity, type AxisScale } from "./axis";
export { measuredAt, newestMetric, type Measured } from "./measured";
export {
  alignedMixedState,
  isComputable,
  kindsOf,
  mixedCircuitOf,
  mixedCourseOf,
  mixedModelOf,
  mixedSpans,
  mixedStateAt,
  type MixedSpan,
  type MixedState,
} from "./mixed";
export { phasesOf } from "./phases";
export { ratesOf } from "./rates";
export { measuredRows, measuredSnapshots, measureSome, type MeasuredRow } from "./measures";
export { lagAttentionAt, readableUpTo, scaleAt, subsetWeightsAt } from "./snapshots";
export {
  hasLosses,
  lossSeries,
  metricSeries,
  scaleSeries,
  snapshotSeries,
  validationSeries,
  weightSeries,
  type Series,
} from "./curves";
export {
  mostTypedScalars,
  noScalars,
  readTypedScalars,
  withScalarPosition,
  withScalarsAsked,
  withTypedScalars,
  type ScalarSequence,
  type ShownScalars,
  type TypedScalarsProblem,
} from "./scalars";
export { firstIndexWhere } from "./search";
export { lightsHead, type Highlight, type Look } from "./look";
export {
  isEdited,
  isUntouched,
  nothingTraced,
  withAnswer,
  withAsked,
  withForcedLag,
  withHead,
  withOriginalTokens,
  withoutInterventions,
  withPosition,
  withSubset,
  withToken,
  withTyped,
  type SequenceOrigin,
  type Traced,
  type TracedSequence,
} from "./traced";
export { agreementIn, traceOf, untouchedTraceOf } from "./tracing";
