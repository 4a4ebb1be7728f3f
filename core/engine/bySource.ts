/**
 * Validation losses by the source of the target, where sequences follow two laws (data.kind mixed-markov): the same
 * computation on each part of the held-out set, and their mean as the whole.
 */
import { ofSource, sliceTokens } from "../data";
import type { Engine, TokenRequest } from "./engine";

/** @param create makes an engine of one set; only where both sources occur it is asked for two */
export async function engineBySource(
  request: TokenRequest,
  create: (request: TokenRequest) => Promise<Engine>,
): Promise<Engine> {
  const { validation } = request;
  const [own, shared] = validation?.sources ? [ofSource(validation, 0), ofSource(validation, 1)] : [];
  if (!own || !shared || own.count === 0 || shared.count === 0) return create(request);
  const engine = await create({ ...request, validation: own });
  // Its training set is not used: one sequence will do.
  const data = sliceTokens(shared, 0, 1);
  const other = await create({ ...request, training: { kind: "fixed", data }, validation: shared }).catch(
    async (error: unknown) => {
      await engine.dispose();
      throw error;
    },
  );
  const part = shared.count / (own.count + shared.count);
  let losses: readonly [own: number, shared: number] = [NaN, NaN];
  return {
    description: engine.description,
    prepare: (train) => engine.prepare(train),
    gradient: (parameters, gradient, step) => engine.gradient(parameters, gradient, step),
    kernel: (parameters) => engine.kernel(parameters),
    validationLoss: async (parameters) => {
      // One after the other: they share the processor.
      losses = [await engine.validationLoss(parameters), await other.validationLoss(parameters)];
      return (1 - part) * losses[0] + part * losses[1];
    },
    validationParts: () => ({ validationLossOwn: losses[0], validationLossGlobal: losses[1] }),
    dispose: async () => {
      await engine.dispose();
      await other.dispose();
    },
  };
}
