/**
 * A sweep that this window steers: the command line program in a process of its own, which trains the members in others.
 * What they come to is read from the folder; here is only that it goes on, and how it ended.
 */
import { spawn, type ChildProcess } from "node:child_process";
import { createInterface } from "node:readline";
import * as vscode from "vscode";
import { childEnvironment } from "../childEnvironment";

export interface SweepProcessParts {
  readonly directory: string;
  /** What its file calls it. */
  readonly name: string;
  /** dist/cli.cjs */
  readonly program: string;
  /** Behind `sweep`, without `--json`. */
  readonly args: readonly string[];
  readonly cwd: string;
  readonly log: vscode.LogOutputChannel;
}

/** `trouble`: why it ended before its time, in words. */
export interface SweepEnding {
  readonly trouble: string | null;
}

/** Milliseconds that a sweep gets to end by itself when the window closes. */
const farewell = 4_000;
/** Characters of standard error that are kept. */
const keptWords = 4_000;

export class SweepProcess {
  readonly directory: string;
  readonly name: string;
  /** Never rejects. */
  readonly ended: Promise<SweepEnding>;
  readonly beganAt = Date.now();
  readonly #child: ChildProcess;
  #stopping = false;
  #trouble: string | null = null;
  #lastWords = "";
  /** Members that had ended before; null until the program has told. */
  #endedBefore: number | null = null;
  readonly #changed = new vscode.EventEmitter<void>();
  /** A member was begun or has ended: the folder has something new. */
  readonly onDidChange = this.#changed.event;

  constructor(private readonly parts: SweepProcessParts) {
    const { directory, name, program, args, cwd } = parts;
    this.directory = directory;
    this.name = name;
    this.#child = spawn(process.execPath, [program, "sweep", ...args, "--json"], {
      cwd,
      env: childEnvironment(),
      stdio: ["ignore", "pipe", "pipe"],
    });
    const { stdout, stderr } = this.#child;
    if (stdout) createInterface({ input: stdout }).on("line", (line) => this.hear(line));
    stderr?.setEncoding("utf8").on("data", (text: string) => {
      this.#lastWords = (this.#lastWords + text).slice(-keptWords);
    });
    this.ended = new Promise((resolve) => {
      this.#child.once("error", (error) => resolve({ trouble: error.message }));
      this.#child.once("close", (code, signal) => resolve({ trouble: this.troubleOf(code, signal) }));
    });
    void this.ended.then(() => this.#changed.dispose());
  }

  /** Told to stop, and busy with its checkpoints. */
  get stopping(): boolean {
    return this.#stopping;
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  /** Of members that ended in this process; NaN while nobody can tell. @param ended members, by now */
  secondsLeft(ended: number, of: number): number {
    const here = this.#endedBefore === null ? 0 : ended - this.#endedBefore;
    if (here <= 0) return NaN;
    return (((Date.now() - this.beganAt) / 1000) * (of - ended)) / here;
  }

  /** Members under way write their checkpoints first. */
  stop(): void {
    if (this.#stopping) return;
    this.#stopping = true;
    this.#child.kill("SIGTERM");
  }

  /** Stops it, or ends it where it does not listen: it can be resumed in either case. */
  async leave(): Promise<void> {
    this.stop();
    const timer = setTimeout(() => this.#child.kill("SIGKILL"), farewell);
    await this.ended;
    clearTimeout(timer);
  }

  private hear(line: string): void {
    const told = objectIn(line);
    const { log, directory } = this.parts;
    switch (told.kind) {
      case "sweep":
        if (typeof told.ended === "number") this.#endedBefore = told.ended;
        break;
      case "begun":
      case "member":
        this.#changed.fire();
        break;
      case "died":
        log.warn(`${directory}: the process of member ${String(told.index)} ${String(told.how)}`);
        break;
      case "warning":
      case "note":
        log.info(`${directory}: ${String(told.message)}`);
        break;
      case "error": {
        const details = Array.isArray(told.details) ? told.details.slice(0, 3).map(String) : [];
        this.#trouble = [String(told.message), ...details].join(" ");
        log.error(`${directory}: ${this.#trouble}`);
        break;
      }
    }
  }

  private troubleOf(code: number | null, signal: NodeJS.Signals | null): string | null {
    if (this.#stopping) return null;
    if (this.#trouble !== null) return this.#trouble;
    if (code === null) return endedBy(signal);
    // Members that failed are no trouble of the sweep: they are seen.
    if (code === 0 || this.#endedBefore !== null) return null;
    return vscode.l10n.t("The program ended with code {0}. {1}", String(code), this.#lastWords.trim());
  }
}

function endedBy(signal: NodeJS.Signals | null): string {
  return vscode.l10n.t("Its process was ended by {0}.", String(signal));
}

function objectIn(line: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === "object" && value !== null ? Object.fromEntries(Object.entries(value)) : {};
  } catch {
    return {};
  }
}
