/**
 * Long work that is no run — exporting, verifying, studying — done by the command line program in a process of its
 * own, so that the extension host is free and the work can be cancelled. Its JSON lines are the answers.
 */
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import * as vscode from "vscode";
import { childEnvironment } from "../childEnvironment";
import { refuseUntrusted } from "../trust";
import { CommandError } from "./register";

/** One line of the program's answer: an object with its kind. */
export type AnswerLine = Readonly<Record<string, unknown>> & { readonly kind: string };

export interface LongWork {
  readonly title: string;
  /** dist/cli.cjs */
  readonly program: string;
  /** Without `--json`. */
  readonly args: readonly string[];
  readonly cwd: string;
}

/**
 * Shows a progress notification that can be cancelled.
 * @returns the program's lines; undefined when it was cancelled
 * @throws CommandError with what the program said went wrong, where it gave no answer beside that
 */
export async function longWork(work: LongWork): Promise<readonly AnswerLine[] | undefined> {
  refuseUntrusted();
  return vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title: work.title, cancellable: true },
    (progress, token) => ask(work, token, (message) => progress.report({ message })),
  );
}

/** The same without a notification: for what is shown elsewhere as it goes on. */
export async function quietWork(
  work: Omit<LongWork, "title">,
  token: vscode.CancellationToken,
): Promise<readonly AnswerLine[] | undefined> {
  refuseUntrusted();
  return ask(work, token, () => undefined);
}

async function ask(
  { program, args, cwd }: Omit<LongWork, "title">,
  token: vscode.CancellationToken,
  report: (message: string) => void,
): Promise<readonly AnswerLine[] | undefined> {
  const child = spawn(process.execPath, [program, ...args, "--json"], {
    cwd,
    env: childEnvironment(),
    stdio: ["ignore", "pipe", "pipe"],
  });
  const cancelling = token.onCancellationRequested(() => child.kill());
  let lastWords = "";
  child.stderr
    .setEncoding("utf8")
    .on("data", (text: string) => (lastWords = (lastWords + text).slice(-2_000)));
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once("close", resolve);
    child.once("error", reject);
  });
  // Awaited below, when all has been read.
  ended.catch(() => undefined);
  const lines: AnswerLine[] = [];
  for await (const text of createInterface({ input: child.stdout })) {
    const line = answerLine(text);
    if (line) lines.push(line);
    const news = line && newsIn(line);
    if (news !== undefined) report(news);
  }
  const code = await ended.finally(() => {
    cancelling.dispose();
  });
  if (token.isCancellationRequested) return undefined;
  const errors = lines.filter(({ kind }) => kind === "error");
  const answers = lines.filter(({ kind }) => kind !== "error" && kind !== "note");
  if (errors.length > 0 && answers.length === 0) throw new CommandError(errors.map(errorText).join(" "));
  if (code !== 0 && lines.length === 0) {
    throw new CommandError(
      vscode.l10n.t("The program ended with code {0}. {1}", String(code), lastWords.trim()),
    );
  }
  return lines;
}

/** How far it has come: told by studies of many cells, and by whatever says so in words. */
function newsIn({ kind, done, of, message }: AnswerLine): string | undefined {
  if (typeof done === "number" && typeof of === "number") return vscode.l10n.t("{0} of {1}", done, of);
  return kind === "note" && typeof message === "string" ? message : undefined;
}

function answerLine(text: string): AnswerLine | undefined {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== "object" || value === null || !("kind" in value)) return undefined;
    // An object with a kind is all that the type says.
    return typeof value.kind === "string" ? (value as AnswerLine) : undefined;
  } catch {
    return undefined;
  }
}

function errorText({ message, details }: AnswerLine): string {
  const more = Array.isArray(details) ? details.slice(0, 3).map(String) : [];
  return [String(message), ...more].join(" ");
}
