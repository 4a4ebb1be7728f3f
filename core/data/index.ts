/** The face of core/data: token sequences, where they come from and how they are stored. */
export type { ChainLaw, GlobalLaw, SequenceStream } from "./law";
export { ofSource, sliceTokens, type TokenSet } from "./tokens";
export { drawScalarGroups, drawScalars, scalarGroups, type ScalarDraw, type ScalarSet } from "./scalars";
export { drawGlobalTransitions, drawSequences, drawTransitionRows, drawTransitions } from "./sequences";
export { readTokenFile, readTokenRow, writeTokenFile, type TokenRow } from "./tokenFile";
export { compileSampler, samplerBytes, writeSamplerPlan, type Draw } from "./samplerPlan";
export { decodeNpyTokens, encodeNpy, NpyError } from "./npy";
