/** Experiments of tests that are about transformers on tokens. */
import { experimentFromValue, formatProblem, isOfTokens, type TokenExperiment } from "../core/config";

/** @throws Error where the value has faults, or is of the mixed target */
export function tokenExperiment(value: unknown, overrides: readonly string[] = []): TokenExperiment {
  const parsed = experimentFromValue(value, { overrides });
  if (!parsed.ok)
    throw new Error(parsed.problems.map((problem) => formatProblem(problem, "test")).join("\n"));
  if (!isOfTokens(parsed.experiment)) throw new Error("This test is about tokens.");
  return parsed.experiment;
}
