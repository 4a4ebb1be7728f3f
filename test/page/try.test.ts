import { test } from "vitest";
import { launchBrowser, openInspector, contentOf } from "./inspectorPage";
import { runsFolder, trained } from "./recorded";
import { disentangledModel, disentangledLayout, disentangledInitial } from "../../core/model";
test("speed", async () => {
  const browser = await launchBrowser(); const { folder, remove } = await runsFolder();
  const small = await trained(folder, "quickstart-2026-11-22-020128", "quickstart");
  for (const [name, shape] of [["paper", {}], ["large", { heads: 8, window: 50, maxDegree: 3, lagMask: null }]] as const) {
    const config = { ...small.experiment.model, ...shape };
    const model = disentangledModel({ ...config, alphabetSize: 3 });
    const size = disentangledLayout(model).size;
    const i = await openInspector(browser, { theme: "dark", width: 1200, height: 1400 });
    const facts = { ...small.facts, model: config, state: "running", trainedBy: "thisWindow", totalSteps: 60000 } as const;
    await i.send({ kind: "content", content: contentOf([{ role: "main", facts }]) });
    const initial = Array.from(disentangledInitial(model, config.initial));
    const cdp = await i.page.context().newCDPSession(i.page);
    await cdp.send("Profiler.enable"); await cdp.send("Profiler.setSamplingInterval", { interval: 500 });
    await cdp.send("Profiler.start");
    const result = await i.page.evaluate(async ({ run, initial, size, alphabet }) => {
      const n = 2000, m = 50000;
      const rec = (from: number, count: number, every: number, mcount: number) => {
        const steps = Float64Array.from({ length: count }, (_, k) => (from + k) * every);
        const parameters = new Float64Array(count * size);
        for (let r = 0; r < count; r++) for (let p = 0; p < size; p++) parameters[r * size + p] = initial[p] * (1 + 0.3 * Math.sin(r * 0.01 + p)) + 0.001 * (from + r);
        const msteps = Float64Array.from({ length: mcount }, (_, k) => from * every + k);
        const col = () => Float64Array.from({ length: mcount }, (_, k) => 0.6 + 0.3 / (1 + from * 0.01 + k * 0.001) + 0.01 * Math.random());
        return { snapshots: { steps, times: steps.slice(), losses: steps.map(() => 0.7), parameters },
          metrics: { steps: msteps, columns: { loss: col(), validationLoss: col(), stage: col(), time: col(), elapsedSeconds: col(), "gradientNorm.rpe": col(), "gradientNorm.coefficients": col(), "gradientNorm.scale": col() } } };
      };
      const t0 = performance.now();
      window.postMessage({ kind: "recording", run, recording: rec(0, n, 25, m) }, "*");
      await new Promise((r) => setTimeout(r, 0));
      await new Promise((r) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(r, 0))));
      const opened = performance.now() - t0;
      const sentAt: number[] = [];
      let seq = 0;
      await new Promise<void>((done) => {
        const timer = setInterval(() => {
          if (seq === 60) { clearInterval(timer); setTimeout(done, 500); return; }
          const recorded = rec(n + seq * 2, 2, 25, 50);
          const step = (n + seq * 2 + 2) * 25;
          sentAt[seq] = Date.now();
          window.postMessage({ kind: "frame", run, frame: { sequence: seq, sentAt: sentAt[seq], recorded, state: { step, totalSteps: 60000, stage: 0, stageName: "all", time: step, loss: 0.65, validationLoss: 0.64, stepsPerSecond: 1500, secondsLeft: 3, parameters: Float64Array.from(initial, (v, p) => v * (1 + 0.3 * Math.sin(seq * 0.1 + p))) } } }, "*");
          seq++;
        }, 33);
      });
      const drawn = window.said.filter((x) => x.kind === "drawn") as { sequence: number; drawnAt: number }[];
      const lat = drawn.map((d) => d.drawnAt - sentAt[d.sequence]).sort((a, b) => a - b);
      const span = (Math.max(...drawn.map((d) => d.drawnAt)) - Math.min(...drawn.map((d) => d.drawnAt))) / 1000;
      return { opened, size, frames: drawn.length, fps: drawn.length / span, p50: lat[lat.length >> 1], p95: lat[Math.floor(lat.length * 0.95)], max: lat.at(-1) };
    }, { run: facts.run, initial, size, alphabet: 3 });
    const { profile } = await cdp.send("Profiler.stop");
    const self = new Map<string, number>();
    const nodes = new Map(profile.nodes.map((n) => [n.id, n]));
    profile.samples!.forEach((id, k) => { const f = nodes.get(id)!.callFrame; const key = `${f.functionName}:${f.lineNumber}`; self.set(key, (self.get(key) ?? 0) + profile.timeDeltas![k] / 1000); });
    console.log("PROFILE", name, [...self].sort((a, b) => b[1] - a[1]).slice(0, 28).map(([k, v]) => `${v.toFixed(0)} ${k}`).join("\n"));
    console.log(name, result, i.complaints);
    await i.picture(`try-speed-${name}`);
  }
  await browser.close(); await remove();
}, 300000);
