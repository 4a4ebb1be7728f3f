/** The command line lists and tries engines, and installs what is not part of the program: by the real npm. */
import { execFile, spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, readdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { jsonLines, run, start, temporaryFolder } from "./program";

const offline = await promisify(execFile)("npm", ["view", "webgpu@0.6.2", "version"], {
  timeout: 20_000,
}).then(
  () => false,
  () => true,
);

/** Chromium's driver without a graphics processor: slow, but WebGPU as it is. */
const driver = "/usr/lib/chromium";
const hasDriver = ["libvulkan.so.1", "vk_swiftshader_icd.json"].every((name) =>
  existsSync(path.join(driver, name)),
);

let folder: string;
/** Where packages are installed; made by the first install. */
let packages: string;

beforeEach(async () => {
  folder = await temporaryFolder();
  packages = path.join(folder, "engines");
  vi.stubEnv("INDUCTION_LAB_ENGINES", packages);
});

afterEach(() => vi.unstubAllEnvs());

/** The lines of `engines --json`: `of("tfjs", "wasm")` is one engine, `installed` the versions. */
async function listed() {
  const { stdout, exitCode } = await run(folder, "engines", "--json");
  expect(exitCode).toBe(0);
  const lines = jsonLines(stdout);
  return {
    installed: lines.find(({ kind }) => kind === "installed"),
    of: (engine: string, backend: string | null = null) =>
      lines.find((line) => line.kind === "engine" && line.engine === engine && line.backend === backend),
  };
}

test("every engine is tried: what comes with the program computes, on a device with a name", async () => {
  const { of, installed } = await listed();
  for (const engine of [of("cpu"), of("reference"), of("tfjs", "wasm"), of("tfjs", "cpu")]) {
    expect(engine).toMatchObject({ state: "ready", device: expect.stringMatching(/\w/) });
  }
  expect(installed).toMatchObject({ folder: packages, webgpu: null, cuda: null });
});

test("what is not installed is listed with the command that installs it, and nothing is written", async () => {
  const { of } = await listed();
  for (const [backend, name] of [
    ["webgpu", "webgpu"],
    ["cuda", "@tensorflow/tfjs-node-gpu"],
  ]) {
    expect(of("tfjs", backend)).toMatchObject({
      state: "absent",
      why: expect.stringContaining(
        `The npm package ${name} is not installed. Install it with "induction-lab engines install`,
      ),
    });
  }
  expect(await readdir(folder)).toEqual([]);
});

test("people read a table, and what to type next", async () => {
  const { stdout } = await run(folder, "engines");
  expect(stdout).toMatch(/^engine +state +device +note$/m);
  expect(stdout).toMatch(/^tfjs on wasm +ready /m);
  expect(stdout).toMatch(/^tfjs on cuda +absent .*engines install cuda/m);
  expect(stdout).toContain("No packages are installed.");
});

test("a package that ends the process is absent, with how it ended", async () => {
  const broken = path.join(packages, "webgpu", "node_modules", "webgpu");
  await mkdir(broken, { recursive: true });
  await writeFile(
    path.join(broken, "package.json"),
    JSON.stringify({ name: "webgpu", version: "0.6.2", main: "index.js" }),
  );
  await writeFile(path.join(broken, "index.js"), 'process.kill(process.pid, "SIGSEGV");');
  const { of } = await listed();
  expect(of("tfjs", "webgpu")).toMatchObject({
    state: "absent",
    why: expect.stringContaining("was ended by SIGSEGV"),
  });
  expect(of("tfjs", "wasm")).toMatchObject({ state: "ready" });
});

test("a package that does not load is absent in its own words", async () => {
  const broken = path.join(packages, "cuda", "node_modules", "@tensorflow", "tfjs-node-gpu");
  await mkdir(broken, { recursive: true });
  await writeFile(path.join(broken, "package.json"), JSON.stringify({ version: "4.22.0", main: "index.js" }));
  await writeFile(path.join(broken, "index.js"), 'throw new Error("libtensorflow.so.2 is not there");');
  const { of, installed } = await listed();
  expect(of("tfjs", "cuda")).toMatchObject({
    state: "absent",
    why: expect.stringContaining("installed but does not load: libtensorflow.so.2 is not there."),
  });
  expect(installed).toMatchObject({ cuda: "4.22.0" });
});

test.each([
  ["webgpu", ["--engine", "webgpu"]],
  ["webgpu", ["--engine", "tfjs", "--backend", "webgpu"]],
  ["cuda", ["--engine", "tfjs", "--backend", "cuda"]],
] as const)("a training that asks for %s where it is missing begins no run: %j", async (id, options) => {
  const { exitCode, stderr } = await run(folder, "train", "quickstart", ...options);
  expect(exitCode).toBe(2);
  expect(stderr).toContain(`is not installed. Install it with "induction-lab engines install ${id}"`);
  expect(await readdir(folder)).toEqual([]);
});

test("only what there is can be installed or removed", async () => {
  for (const verb of ["install", "remove"]) {
    const { exitCode, stderr } = await run(folder, "engines", verb, "tpu");
    expect(exitCode).toBe(2);
    expect(stderr).toContain('nothing to install that is called "tpu". Allowed: webgpu, cuda.');
  }
});

test("without npm an install says what it needs, and leaves nothing", async () => {
  vi.stubEnv("PATH", folder);
  const { exitCode, stderr } = await run(folder, "engines", "install", "webgpu");
  expect(exitCode).toBe(1);
  expect(stderr).toMatch(/There is no npm on the PATH.*Install Node\.js/);
  expect(await readdir(packages)).toEqual([]);
});

test("where npm reaches no registry, its words are told and what was installed before stays", async () => {
  const before = path.join(packages, "webgpu", "node_modules", "webgpu");
  await mkdir(before, { recursive: true });
  await writeFile(path.join(before, "package.json"), JSON.stringify({ version: "0.6.1" }));
  vi.stubEnv("npm_config_registry", "http://127.0.0.1:9/");
  vi.stubEnv("npm_config_cache", path.join(folder, "cache"));
  vi.stubEnv("npm_config_fetch_retries", "0");
  const { exitCode, stderr } = await run(folder, "engines", "install", "webgpu");
  expect(exitCode).toBe(1);
  expect(stderr).toContain("npm could not install webgpu 0.6.2");
  expect(stderr).toContain("ECONNREFUSED");
  expect(await readdir(packages)).toEqual(["webgpu"]);
  expect((await listed()).installed).toMatchObject({ webgpu: "0.6.1" });
});

describe.skipIf(offline)(offline ? "installing: npm's registry cannot be reached" : "installing", () => {
  test("webgpu is installed, tried, listed and removed", async () => {
    const { stdout, exitCode } = await run(folder, "engines", "install", "webgpu", "--json");
    const lines = jsonLines(stdout);
    expect(exitCode).toBe(0);
    expect(lines[0]).toMatchObject({ kind: "note", message: "Asking npm for webgpu 0.6.2." });
    expect(lines).toContainEqual(
      expect.objectContaining({ kind: "engineInstalled", version: "0.6.2", folder: packages }),
    );
    expect(await readdir(packages)).toEqual(["webgpu"]);

    const { of, installed } = await listed();
    expect(installed).toMatchObject({ webgpu: "0.6.2", cuda: null });
    const tried = of("tfjs", "webgpu");
    expect(tried).toMatchObject({ installed: "0.6.2" });
    // Whether this machine has a graphics processor, no test can know; that the package loads is what is tested.
    if (tried?.state === "absent") expect(tried.why).toContain("WebGPU finds no graphics processor");
    else expect(tried).toMatchObject({ state: "ready", device: expect.stringMatching(/\w/) });

    expect((await run(folder, "engines", "remove", "webgpu")).stdout).toBe("Removed webgpu.\n");
    expect(await readdir(packages)).toEqual([]);
    expect((await run(folder, "engines", "remove", "webgpu")).stdout).toContain("there is nothing to remove");
  });

  test.skipIf(!hasDriver)(
    "once webgpu is installed, TensorFlow.js and the own kernels compute on what there is",
    async () => {
      vi.stubEnv("LD_LIBRARY_PATH", driver);
      vi.stubEnv("VK_ICD_FILENAMES", path.join(driver, "vk_swiftshader_icd.json"));
      await run(folder, "engines", "install", "webgpu");
      const { of } = await listed();
      const ready = { state: "ready", device: expect.stringContaining("swiftshader") };
      expect(of("tfjs", "webgpu")).toMatchObject(ready);
      expect(of("webgpu")).toMatchObject(ready);
    },
  );

  test("an install that is interrupted leaves nothing, and the process reports the signal", async () => {
    const { child, saw, ended } = start(folder, "engines", "install", "webgpu");
    await saw(/Asking npm/);
    child.kill("SIGINT");
    expect((await ended).exitCode).toBe(130);
    expect((await ended).stdout).toContain("Stopped; nothing was installed.");
    expect(await readdir(packages)).toEqual([]);
  });

  test("an install that is killed counts for nothing, and the next one goes through", async () => {
    const { child, saw, ended } = start(folder, "engines", "install", "webgpu");
    await saw(/Asking npm/);
    child.kill("SIGKILL");
    await ended;
    expect((await listed()).installed).toMatchObject({ webgpu: null });
    expect((await run(folder, "engines", "install", "webgpu")).exitCode).toBe(0);
    expect((await listed()).installed).toMatchObject({ webgpu: "0.6.2" });
  });

  test("what a killed install has left is cleared by the next one", async () => {
    const dead = spawnSync(process.execPath, ["--version"]).pid;
    await mkdir(path.join(packages, `.installing-${dead}-left`, "node_modules"), { recursive: true });
    await run(folder, "engines", "install", "webgpu");
    expect(await readdir(packages)).toEqual(["webgpu"]);
  });
});
