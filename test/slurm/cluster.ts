/**
 * A real Slurm of one machine, this one, without accounting: munged, slurmctld and slurmd with a key, ports and folders
 * of their own. They are children in the foreground and die with this process, however it ends.
 */
import { execFile, spawn, type ChildProcess } from "node:child_process";
import { randomBytes } from "node:crypto";
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { hostname, tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { promisify } from "node:util";
import { found } from "./install";

export interface Cluster {
  /** What Slurm's programs need to find it. */
  readonly env: Readonly<Record<string, string>>;
  /** Runs one of Slurm's programs. @returns what it printed */
  call(program: string, ...words: readonly string[]): Promise<string>;
  /** Ends every job and every daemon, and deletes what they wrote. */
  stop(): Promise<void>;
}

/** @param arraySize Slurm's MaxArraySize: the tasks that an array may have */
export async function startCluster(arraySize: number): Promise<Cluster> {
  const folder = await mkdtemp(path.join(tmpdir(), "induction-lab-slurm-"));
  const daemons: ChildProcess[] = [];
  const env = { SLURM_CONF: path.join(folder, "slurm.conf") };
  const call = async (program: string, ...words: readonly string[]) =>
    (await promisify(execFile)(program, words, { env: { ...process.env, ...env } })).stdout;
  const stop = async () => {
    await call("scancel", "--user=root", "--signal=KILL", "--full").catch(() => undefined);
    await call("scancel", "--user=root").catch(() => undefined);
    await eventually(async () => (await call("squeue", "--noheader")).trim() === "", 5).catch(
      () => undefined,
    );
    for (const daemon of daemons.toReversed()) await ended(daemon);
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  };
  try {
    await writeConfiguration(folder, arraySize);
    daemons.push(await startMunge(folder));
    daemons.push(await start("slurmctld", ["-D", "-f", env.SLURM_CONF], env));
    daemons.push(await start("slurmd", ["-D", "-f", env.SLURM_CONF], env));
    await eventually(async () => (await call("sinfo", "--noheader", "--format=%T")).trim() === "idle", 30);
    return { env, call, stop };
  } catch (error) {
    const logs = await Promise.all(["slurmctld.log", "slurmd.log"].map((name) => logOf(folder, name)));
    await stop();
    throw new Error(`Slurm did not start: ${String(error)}\n${logs.join("\n")}`, { cause: error });
  }
}

async function startMunge(folder: string): Promise<ChildProcess> {
  const munge = path.join(folder, "munge");
  const file = (name: string) => path.join(munge, name);
  const options = [
    ...[`--socket=${file("socket")}`, `--key-file=${file("key")}`, `--pid-file=${file("pid")}`],
    ...[`--log-file=${file("log")}`, `--seed-file=${file("seed")}`, "--foreground", "--force"],
  ];
  const daemon = await start("munged", options, {});
  const credential = () => promisify(execFile)("munge", [`--socket=${file("socket")}`, "--no-input"]);
  await eventually(() => credential().then(() => true), 10);
  return daemon;
}

async function start(program: string, words: readonly string[], env: object): Promise<ChildProcess> {
  const file = (await found(program)) ?? program;
  // The kernel ends it when its parent dies.
  return spawn("setpriv", ["--pdeathsig", "KILL", file, ...words], {
    env: { ...process.env, ...env },
    stdio: "ignore",
  });
}

async function ended(daemon: ChildProcess): Promise<void> {
  if (daemon.exitCode !== null || daemon.signalCode !== null) return;
  const over = new Promise<void>((resolve) => daemon.once("exit", () => resolve()));
  daemon.kill("SIGTERM");
  const hard = setTimeout(() => daemon.kill("SIGKILL"), 5_000);
  await over;
  clearTimeout(hard);
}

async function writeConfiguration(folder: string, arraySize: number): Promise<void> {
  // Other users' processes of Slurm have to find their way in; munge wants nobody else to write there.
  await chmod(folder, 0o755);
  for (const name of ["munge", "state", "spool"]) await mkdir(path.join(folder, name), { mode: 0o755 });
  await writeFile(path.join(folder, "munge/key"), randomBytes(1024), { mode: 0o600 });
  const host = hostname().split(".")[0];
  const [controlPort, nodePort] = await freePorts(2);
  const settings = {
    ClusterName: "local",
    SlurmctldHost: `${host}(127.0.0.1)`,
    SlurmUser: "root",
    SlurmdUser: "root",
    AuthType: "auth/munge",
    AuthInfo: `socket=${folder}/munge/socket`,
    StateSaveLocation: `${folder}/state`,
    SlurmdSpoolDir: `${folder}/spool`,
    SlurmctldPidFile: `${folder}/slurmctld.pid`,
    SlurmdPidFile: `${folder}/slurmd.pid`,
    SlurmctldLogFile: `${folder}/slurmctld.log`,
    SlurmdLogFile: `${folder}/slurmd.log`,
    SlurmctldPort: controlPort,
    SlurmdPort: nodePort,
    ProctrackType: "proctrack/linuxproc",
    TaskPlugin: "task/none",
    SelectType: "select/cons_tres",
    SelectTypeParameters: "CR_Core",
    JobAcctGatherType: "jobacct_gather/none",
    AccountingStorageType: "accounting_storage/none",
    MpiDefault: "none",
    ReturnToService: 2,
    MaxArraySize: arraySize,
    KillWait: 1,
    // Tests need a machine that takes several tasks at once, whatever this one has.
    SlurmdParameters: "config_overrides",
    SchedulerParameters: "batch_sched_delay=0,sched_min_interval=100000",
  };
  const lines = Object.entries(settings).map(([name, value]) => `${name}=${value}`);
  const machine = `NodeName=${host} NodeAddr=127.0.0.1 CPUs=4 RealMemory=1000 State=UNKNOWN`;
  const partition = "PartitionName=main Nodes=ALL Default=YES MaxTime=INFINITE State=UP";
  await writeFile(path.join(folder, "slurm.conf"), [...lines, machine, partition, ""].join("\n"));
}

async function freePorts(count: number): Promise<number[]> {
  const servers = Array.from({ length: count }, () => createServer());
  const ports = await Promise.all(
    servers.map(
      (server) =>
        new Promise<number>((resolve, reject) => {
          server.once("error", reject);
          server.listen(0, "127.0.0.1", () => {
            const address = server.address();
            resolve(typeof address === "object" && address ? address.port : 0);
          });
        }),
    ),
  );
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}

/** Asks until it is so. An answer that fails counts as not yet. @throws when it is not so after that many seconds */
export async function eventually(isSo: () => Promise<boolean>, seconds: number): Promise<void> {
  const end = Date.now() + seconds * 1000;
  let problem = "it is not so";
  while (Date.now() < end) {
    try {
      if (await isSo()) return;
    } catch (error) {
      problem = String(error);
    }
    await delay(100);
  }
  throw new Error(`After ${seconds} s: ${problem}`);
}

async function logOf(folder: string, name: string): Promise<string> {
  const text = await readFile(path.join(folder, name), "utf8").catch(() => "nothing");
  return `${name}: ${text.slice(-2000)}`;
}
