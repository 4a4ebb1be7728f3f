import { test } from "vitest";
import { launchBrowser, openInspector, contentOf } from "/work/main/test/page/inspectorPage";
import { runsFolder, trained } from "/work/main/test/page/recorded";
import { disentangledModel, disentangledLayout, disentangledInitial } from "/work/main/core/model";
test("speed", async () => {
  const browser = await launchBrowser(); const { folder, remove } = await runsFolder();
  const small = await trained(folder, "quickstart-2026-11-22-020128", "quickstart");
  for (const [name, shape] of [["paper", {}], ["large", { heads: 8, window: 50, maxDegree: 3, lagMask: null }]] as const) {
    const config = { ...small.experiment.model, ...shape };
    const model = disentangledModel({ ...config, alphabetSize: 3 });
    const size = disentangledLayout(model).size;
    const i = await openInspector(browser, { theme: "dark", width: 1200, height: 1100 });
    const facts = { ...small.facts, model: config, state: "running", trainedBy: "thisWindow", totalSteps: 60000 } as const;
    await i.send({ kind: "content", content: contentOf([{ role: "main", facts }]) });
    const initial = Array.from(disentangledInitial(model, config.initial));
    const cdp = await i.page.context().newCDPSession(i.page);
    await cdp.send("Performance.enable", { timeDomain: "threadTicks" });
    const metric = async () => Object.fromEntries((await cdp.send("Performance.getMetrics")).metrics.map((m) => [m.name, m.value]));
    const m0 = await metric();
    await browser.startTracing(i.page, { path: "/tmp/ins/trace-" + name + ".json", categories: ["devtools.timeline", "v8", "cc", "blink", "disabled-by-default-v8.cpu_profiler", "toplevel"] });
    const result = await i.page.evaluate(async ({ run, initial, size }) => {
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
      const all = rec(0, n, 25, m);
      const t0 = performance.now();
      window.postMessage({ kind: "recording", run, recording: all }, "*");
      await new Promise((r) => setTimeout(r, 0));
      await new Promise((r) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(r, 0))));
      const opened = performance.now() - t0;
      const sentAt: number[] = [];
      let seq = 0;
      await new Promise<void>((done) => {
        const timer = setInterval(() => {
          if (seq === 150) { clearInterval(timer); setTimeout(done, 500); return; }
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
    }, { run: facts.run, initial, size });
    const m1 = await metric(); await browser.stopTracing();
    const d = (k: string) => (((m1[k] - m0[k]) * 1000) / result.frames).toFixed(1);
    console.log(name, JSON.stringify(result), "cpu ms/frame: task", d("TaskDuration"), "script", d("ScriptDuration"), "layout", d("LayoutDuration"), "style", d("RecalcStyleDuration"));
    await i.page.context().close();
  }
  await browser.close(); await remove();
}, 300000);
