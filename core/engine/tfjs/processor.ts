/** What the machine calls its processor. */
import { cpus } from "node:os";

/** For example `AMD EPYC 9354 32-Core Processor`; some systems tell nothing. */
export function processorName(): string {
  const model = cpus()[0]?.model.trim() ?? "";
  return model === "" || model === "unknown" ? `${process.arch} processor` : model;
}
