/**
 * A step on the graphics processor against the same on all cores, by size: `npm run bench -- webgpu`, where the package
 * webgpu is installed and a device is there. Left out of a plain `npm run bench`.
 */
import { availableParallelism } from "node:os";
import { interleaved, type Candidate } from "../../core/cli/measure";
import { drawSequences, type ChainLaw } from "../../core/data";
import type { Engine, TokenRequest, TrainingData } from "../../core/engine";
import { createCpuEngine } from "../../core/engine/cpu/createCpuEngine";
import { createWebgpuEngine } from "../../core/engine/webgpu";
import { initialOf, type DisentangledModel, type DisentangledShape } from "../../core/model";
import type { Row, Section } from "./main";
import { allGroups, authorsModel, paperLaw, plainModel } from "./workloads";

interface Point {
  readonly name: string;
  readonly model?: DisentangledModel;
  readonly shape?: Partial<DisentangledShape>;
  readonly law?: Partial<ChainLaw>;
  readonly batch?: number;
}

const baseBatch = 10_000;

const points: readonly Point[] = [
  { name: "base: B 10,000, L 100, d 3, M 5, H 3, D 2" },
  { name: "the authors' conventions", model: authorsModel },
  ...[1000, 100_000].map((batch) => ({ name: `B ${batch}`, batch })),
  ...[20, 100].map((d) => ({
    name: `d ${d}, one parent`,
    shape: { alphabetSize: d },
    law: { alphabetSize: d, parents: [1] },
  })),
  ...[20, 90].map((window) => ({ name: `M ${window}`, shape: { window } })),
  { name: "H 8, M 20, D 3", shape: { heads: 8, window: 20, maxDegree: 3 } },
  { name: "L 1,000", law: { sequenceLength: 1000 } },
  { name: "L 10,000, B 1,000, M 100", law: { sequenceLength: 10_000 }, batch: 1000, shape: { window: 100 } },
];

export async function webgpu(quick: boolean): Promise<Section> {
  const rows: Row[] = [];
  let device = "";
  for (const { name, shape, model = plainModel(shape), law, batch = baseBatch } of points) {
    const sizes = { model, law: { ...paperLaw, ...law }, batch: quick ? Math.ceil(batch / 100) : batch };
    const engines = [
      await cpu(await fixed(sizes)),
      await createWebgpuEngine(await fixed(sizes)),
      await cpu(fresh(sizes)),
      await createWebgpuEngine(fresh(sizes)),
    ];
    const candidates = engines.map((engine) => stepOf(engine, model));
    const [onCpu, onDevice, freshOnCpu, freshOnDevice] = await interleaved(candidates, quick ? 3 : 15, 3);
    device = engines[1].description.device ?? "";
    rows.push({
      name,
      "CPU ms": onCpu.median,
      "device ms": onDevice.median,
      "times as fast": onCpu.median / onDevice.median,
      "fresh, CPU ms": freshOnCpu.median,
      "fresh, device ms": freshOnDevice.median,
      "fresh, times as fast": freshOnCpu.median / freshOnDevice.median,
    });
    await Promise.all(engines.map((engine) => engine.dispose()));
  }
  return { title: `A step of all groups: all cores against ${device}`, rows };
}

interface Sizes {
  readonly model: DisentangledModel;
  readonly law: ChainLaw;
  readonly batch: number;
}

async function fixed({ model, law, batch }: Sizes): Promise<Request> {
  return requestFor(model, { kind: "fixed", data: await drawSequences(law, 1, "train", 0, batch) });
}

function fresh({ model, law, batch }: Sizes): Request {
  return requestFor(model, { kind: "online", law, seed: 1, batchSize: batch });
}

type Request = TokenRequest & { readonly model: DisentangledModel };

function requestFor(model: DisentangledModel, training: TrainingData): Request {
  return { model, training, validation: null, kind: "auto", threads: "auto", path: "auto" };
}

function cpu(request: Request): Promise<Engine> {
  return createCpuEngine(request, Math.min(8, availableParallelism()));
}

function stepOf(engine: Engine, model: DisentangledModel): Candidate {
  const initial = { rpe: { diagonal: 3, offDiagonal: 0.1 }, coefficients: 0.01, scale: 0.01 };
  const parameters = initialOf(model, initial, 0);
  const gradient = new Float64Array(parameters.length);
  let step = 0;
  engine.prepare(allGroups);
  return {
    name: engine.description.kind,
    async run() {
      await engine.gradient(parameters, gradient, step++);
      for (let i = 0; i < parameters.length; i++) parameters[i] -= gradient[i];
    },
  };
}
