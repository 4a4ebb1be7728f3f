/**
 * A running workbench: the server on 127.0.0.1 with settings, data and extensions of its own. Any number may run.
 * Where the workbench comes from is setup.mjs; who looks at it, a person or a test, is not its concern.
 */
import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { processesOfGroup } from "./processes.mjs";

const guard = fileURLToPath(new URL("guard.mjs", import.meta.url));
/** Milliseconds: a busy machine takes long, and a server that hangs should still be told. */
const patience = 120_000;
/** Characters of what the server says that are kept for messages. */
const tail = 20_000;

/** What nobody needs who looks at one extension. */
const quietSettings = {
  "workbench.startupEditor": "none",
  "workbench.secondarySideBar.defaultVisibility": "hidden",
  "workbench.tips.enabled": false,
  "chat.disableAIFeatures": true,
  // In a browser VS Code would save on its own; on a desktop it does not.
  "files.autoSave": "off",
  "telemetry.telemetryLevel": "off",
  "update.mode": "none",
  "extensions.autoUpdate": false,
  "extensions.autoCheckUpdates": false,
  "extensions.ignoreRecommendations": true,
  "git.openRepositoryInParentFolders": "never",
  // In an untrusted folder no question, but what VS Code does after the answer "no".
  "security.workspace.trust.startupPrompt": "never",
  "security.workspace.trust.untrustedFiles": "open",
};

/**
 * Starts a server and waits until it answers.
 * @param {import("./index.mjs").ServerOptions} options
 * @returns {Promise<import("./index.mjs").Server>}
 * @throws {Error} with what the server said, where it ends or stays silent
 */
export async function startServer(options) {
  const { data, settings = {} } = options;
  await saveSettings(data, "User", { ...quietSettings, ...settings });
  // Those of the machine: windows watch only them.
  const changed = {};
  await saveSettings(data, "Machine", changed);
  const token = randomBytes(16).toString("hex");
  const tokenFile = path.join(data, "token");
  await writeFile(tokenFile, token, { mode: 0o600 });

  const child = spawn(process.execPath, [guard, ...commandOf(options, tokenFile)], {
    detached: true,
    stdio: ["pipe", "pipe", "pipe"],
    env: cleanEnvironment(),
  });
  let said = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text) => (said = (said + text).slice(-tail)));
  }
  const ended = new Promise((resolve) => child.once("close", resolve));
  // Should the guard itself be killed, nobody else is left to clear up.
  child.once("exit", () => killGroup(child.pid));
  const processes = async () => {
    const all = await processesOfGroup(child.pid ?? 0);
    return all.filter(({ pid }) => pid !== child.pid);
  };
  const dispose = async () => {
    child.stdin.end();
    await ended;
  };

  const port = await portOf(child, () => said).catch(async (/** @type {unknown} */ error) => {
    await dispose();
    throw error;
  });
  const authority = `127.0.0.1:${port}`;
  await answers(`http://${authority}/version`, () => said);
  return {
    authority,
    address: (folder, payload = []) => addressOf(authority, token, folder, payload),
    configure: (changes) => saveSettings(data, "Machine", Object.assign(changed, changes)),
    processes,
    extensionHosts: async () =>
      (await processes()).filter(({ command }) => command.includes("--type=extensionHost")),
    log: () => said,
    dispose,
  };
}

/** @param {number | undefined} group */
function killGroup(group) {
  try {
    if (group !== undefined) process.kill(-group, "SIGKILL");
  } catch {
    // It is empty.
  }
}

/** @param {string} data @param {"User" | "Machine"} whose @param {object} settings */
async function saveSettings(data, whose, settings) {
  const file = path.join(data, "data", whose, "settings.json");
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, JSON.stringify(settings, null, 2));
}

/** @param {import("./index.mjs").ServerOptions} options @param {string} tokenFile @returns {string[]} */
function commandOf({ workbench, data, extensions, trusted = true, port = 0, automation }, tokenFile) {
  return [
    ...[workbench.node, workbench.server, "--accept-server-license-terms", "--telemetry-level", "off"],
    ...["--host", "127.0.0.1", "--port", String(port), "--connection-token-file", tokenFile],
    ...["--server-data-dir", data, "--user-data-dir", path.join(data, "data")],
    ...["--extensions-dir", extensions],
    ...(trusted ? ["--disable-workspace-trust"] : []),
    ...(automation ? ["--enable-smoke-test-driver"] : []),
  ];
}

/** Without what npm, vitest or another editor tell the processes they start; a network's certificates are the user's. */
function cleanEnvironment() {
  const foreign =
    /^(npm_|NODE_(?!EXTRA_CA_CERTS$)|VITEST|VSCODE_|ELECTRON_|TEST$|DEV$|PROD$|MODE$|BASE_URL$)/;
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !foreign.test(name)));
}

/**
 * The port on which it listens, as soon as it says so.
 * @param {import("node:child_process").ChildProcessWithoutNullStreams} child @param {() => string} said
 * @returns {Promise<number>}
 */
function portOf(child, said) {
  return new Promise((resolve, reject) => {
    const fail = (/** @type {string} */ what) =>
      reject(new Error(`The workbench's server ${what}. It said:\n${said()}`));
    const timer = setTimeout(() => fail(`did not listen within ${patience / 1000} s`), patience);
    child.once("close", (code) => {
      clearTimeout(timer);
      fail(`ended (exit code ${code})`);
    });
    const look = () => {
      const port = /Extension host agent listening on (\d+)/.exec(said())?.[1];
      // Then it stays, deaf.
      const refused = /listen (E[A-Z]+)/.exec(said())?.[1];
      if (port === undefined && refused === undefined) return;
      clearTimeout(timer);
      if (port !== undefined) resolve(Number(port));
      else fail(`cannot listen on its port (${refused})`);
    };
    child.stdout.on("data", look);
    child.stderr.on("data", look);
  });
}

/** @param {string} url @param {() => string} said */
async function answers(url, said) {
  const deadline = Date.now() + patience;
  while (
    !(await fetch(url).then(
      ({ ok }) => ok,
      () => false,
    ))
  ) {
    if (Date.now() > deadline)
      throw new Error(`The workbench does not answer at ${url}. It said:\n${said()}`);
    await delay(100);
  }
}

/**
 * With the folder in it, always: under --default-folder, code-server names files otherwise than its watcher does, and
 * windows miss every change on disk.
 * @param {string} authority @param {string} token @param {string} folder
 * @param {readonly (readonly [string, string])[]} payload
 */
function addressOf(authority, token, folder, payload) {
  const query = new URLSearchParams({ tkn: token, folder });
  if (payload.length > 0) query.set("payload", JSON.stringify(payload));
  return `http://${authority}/?${query.toString()}`;
}
