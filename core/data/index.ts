/** The face of core/data: token sequences, where they come from and how they are stored. */
export type { ChainLaw, SequenceStream } from "./law";
export { sliceTokens, type TokenSet } from "./tokens";
export { drawSequences } from "./sequences";
export { readTokenFile, writeTokenFile } from "./tokenFile";
