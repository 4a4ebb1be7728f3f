/** The face of the trace's pieces: chips, the three steps, votes, and where the sequence comes from. */
export { besideVotes, readersOf, type Beside, type KnownLaw } from "./beside";
export { InductionChips, type ChooseEvent, type EditEvent, type VisitEvent } from "./chips";
export { classifiesStep } from "./classifies";
export { copiesStep } from "./copies";
export { placesRead } from "./reading";
export { hasKeys, mostAttended, type Scene, type SceneAsks } from "./scene";
export { selectsStep } from "./selects";
export { AnySource, type AskEvent } from "./anySource";
export { SequenceSource, type TypedEvent } from "./source";
export { AttentionStrip } from "./strip";
export { stripFigure } from "./stripPicture";
export { fullTint } from "./tint";
export { traceStyles } from "./styles";
export { votesFigure, votesStyles } from "./votes";
