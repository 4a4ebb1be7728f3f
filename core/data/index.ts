/** The face of core/data: token sequences, where they come from and how they are stored. */
export type { ChainLaw, SequenceStream } from "./law";
export { sliceTokens, type TokenSet } from "./tokens";
export { drawSequences, drawTransitionRows, drawTransitions } from "./sequences";
export { readTokenFile, readTokenRow, writeTokenFile, type TokenRow } from "./tokenFile";
export { compileSampler, samplerBytes, writeSamplerPlan, type Draw } from "./samplerPlan";
export { decodeNpyTokens, encodeNpy, NpyError } from "./npy";
