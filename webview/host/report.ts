/**
 * A page that stands by itself: its host is what the report holds, compressed, in the document. It answers what can
 * be answered from there; files go where the browser puts downloads, and nothing is ever asked of a network.
 */
import { t } from "@vscode/l10n";
import { unpackReport, type FromPanel, type ReportContents, type ToPanel } from "../../core/protocol";
import { chooseColours } from "./colours";
import { copyText, saveFile } from "./browser";
import { heldAnswer } from "./held";
import type { Host } from "./host";
import { savedView } from "./savedView";

/** @param element holds the report's bytes, compressed, as Base64 */
export function connectReport(element: HTMLElement, onMessage: (message: ToPanel) => void): Host {
  chooseColours(document.getElementById("colours"));
  const contents = read(element.textContent);
  contents.catch((error: unknown) => giveUp(error));
  let view = savedView(undefined);
  return {
    // That it cannot be read has been said; what else goes wrong is not to be hidden.
    post: (message) =>
      void contents.then(
        (held) => answer(message, held, onMessage),
        () => undefined,
      ),
    savedView: () => view,
    keepView: (newer) => {
      view = newer;
    },
  };
}

async function answer(
  message: FromPanel,
  { opening, sequences }: ReportContents,
  onMessage: (message: ToPanel) => void,
): Promise<void> {
  switch (message.kind) {
    case "ready":
      opening.forEach(onMessage);
      return;
    case "sequence": {
      const { run, place } = message;
      onMessage({ kind: "sequence", run, sequence: heldAnswer(sequences, place) });
      return;
    }
    case "save":
      saveFile(message.fileName, message.contents);
      return;
    case "copy":
      await copyText(message.text);
      return;
    case "act":
    case "pace":
    case "drawn":
      // Nothing goes on here, and no button offers it.
      return;
  }
}

async function read(base64: string): Promise<ReportContents> {
  const text = atob(base64.trim());
  const compressed = new Uint8Array(text.length);
  for (let at = 0; at < text.length; at++) compressed[at] = text.charCodeAt(at);
  const unpacked = new Blob([compressed]).stream().pipeThrough(new DecompressionStream("gzip"));
  return unpackReport(new Uint8Array(await new Response(unpacked).arrayBuffer()));
}

/** A report that was cut off on its way, or a browser of before 2023. */
function giveUp(error: unknown): void {
  console.error("The report cannot be read:", error);
  const sentence = document.createElement("p");
  sentence.role = "alert";
  const reason = error instanceof Error ? error.message : String(error);
  sentence.textContent = t(
    "This report cannot be read. It may have been cut short on its way: get the file again, or open it in a newer browser. ({0})",
    reason,
  );
  document.querySelector("induction-inspector")?.replaceWith(sentence);
}
