/** The face of the studies: what was found out about a run, as figures. The pages that show them are views. */
export { ablationPlot, costsBySeed, whole } from "./ablations";
export { dotPlot } from "./dotPlot";
export type { DotGroup, DotLine, DotPlot, DotRow } from "./dots";
export { dotStyles } from "./dotStyles";
export {
  alphaWord,
  isLoss,
  measuresOf,
  measureShort,
  modelCurve,
  relationOf,
  valuesOf,
  type Held,
  type Measure,
  type Variable,
} from "./evaluations";
export { gapsFigure, gapsOf, rivalsOf, type Gaps } from "./gaps";
export { gapTable, gapTableStyles } from "./gapTable";
export { informationsFigure, mostSets } from "./informations";
export { intervalOf, withInterval, type Interval } from "./interval";
export { mechanismsPlot } from "./mechanisms";
export { predictorsOf, type Predictor } from "./predictors";
export type { Relation, RelationCurve } from "./relation";
export { InductionRelation } from "./relationChart";
export { referencesPlot } from "./references";
export {
  byInformation,
  keptSet,
  sameLags,
  selectedSet,
  type KeptSet,
  type SetInformation,
} from "./selection";
export { measuredTime, predictedTime } from "./selectionTime";
