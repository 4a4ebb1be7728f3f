/** The first step of a trace: which tokens each head brings to the traced place, and what can be tried on the heads. */
import { t } from "@vscode/l10n";
import { html, nothing, type TemplateResult } from "lit";
import { guard } from "lit/directives/guard.js";
import { broughtBy, copiedBy, tokenName, type Copied } from "../../core/inspect";
import { checkbox, choice } from "../controls";
import { lagAttentionFormula, valueFormula } from "../formulas";
import { lightsHead, withForcedLag, withHead } from "../store";
import { seriesCount, styled } from "../theme";
import { headNumber, headWord, lagWord, share, shortShare } from "../words";
import type { Scene } from "./scene";

export function copiesStep(scene: Scene): TemplateResult {
  const { model } = scene.trace;
  const heads = Array.from({ length: model.heads }, (_, head) => head);
  return html`<section class="step">
    <h3><span class="muted">1</span> ${t("copies")}</h3>
    <div>
      <p class="muted">${introduction(scene)}</p>
      <div class="heads">${heads.map((head) => headBlock(scene, head))}</div>
    </div>
  </section>`;
}

function introduction({ trace }: Scene): string {
  const brings = t("Each head brings tokens from before place {0} to it.", trace.position + 1);
  switch (trace.model.family) {
    case "full":
      return `${brings} ${t("What it gives to the place itself, where no token stands yet, brings nothing.")}`;
    case "deep":
      return `${brings} ${t("Heads of later layers also bring what the layers before have left at their lag.")}`;
    default:
      return brings;
  }
}

/** A head gives this much to one lag, or it brings a mix. */
const oneLag = 0.5;
/** Shares of a mix that can be told from their neighbours. */
const roomForPart = 0.04;
/** Shares of a mix that have room for their token. */
const roomForToken = 0.09;

function headBlock(scene: Scene, head: number): TemplateResult {
  const { trace, traced, ask, look } = scene;
  const copied = copiedBy(trace, head, trace.position);
  const off = traced.interventions.headsOff.includes(head);
  const lit = lightsHead(look.highlight, head);
  return html`<div
    class=${lit ? "head lit" : "head"}
    role="group"
    aria-label=${headWord(trace.model, head)}
    ${styled({ "--head": `var(--series-${head % seriesCount})` })}
    @pointerenter=${() => ask.light({ kind: "head", head })}
    @pointerleave=${() => ask.light(null)}
    @focusin=${() => ask.light({ kind: "head", head })}
    @focusout=${() => ask.light(null)}
  >
    <div class="says">
      ${checkbox({
        label: t("{0} works", headWord(trace.model, head)),
        checked: !off,
        onChange: (on) => ask.change(withHead(traced, head, on)),
      })}
      <span class="bring"
        ><b class="name">h${headNumber(trace.model, head)}</b> ${brings(scene, head, copied)}</span
      >
      ${forcing(scene, head)}
    </div>
    ${mix(scene, copied)} ${everyLag(scene, head, copied)}
  </div>`;
}

/** `← C  1 back, .93`. */
function brings(scene: Scene, head: number, copied: readonly Copied[]): TemplateResult {
  const { model } = scene.trace;
  const most = copied.reduce<Copied | null>(
    (best, one) => (best === null || one.attention > best.attention ? one : best),
    null,
  );
  if (!most || most.attention === 0) return html`<span class="muted">${t("brings nothing")}</span>`;
  const token = tokenName(most.token, model.alphabetSize);
  const what =
    most.attention >= oneLag
      ? html`← <b class="token">${token}</b> <span class="muted">${lagWord(most.lag)},</span>`
      : html`← ${t("mix, most")} <b class="token">${token}</b>
          <span class="muted">${lagWord(most.lag)},</span>`;
  return html`${what} ${attention(scene, head, most)}`;
}

function attention({ workings }: Scene, head: number, { lag, attention: value }: Copied): TemplateResult {
  return html`<induction-number
    class="sigma"
    .value=${value}
    .text=${shortShare(value) === "·" ? share(value) : shortShare(value)}
    .formula=${() => lagAttentionFormula(workings, head, lag)}
  ></induction-number>`;
}

/** A part for each lag, as long as its σ, nearest first; neighbours that are too short to be told apart share one. */
function mix({ trace }: Scene, copied: readonly Copied[]): TemplateResult {
  const { alphabetSize } = trace.model;
  const said = copied
    .filter(({ attention: value }) => value >= 0.004)
    .map(
      ({ lag, token, attention: value }) =>
        `${lagWord(lag)} ${tokenName(token, alphabetSize)} ${share(value)}`,
    );
  return html`<div class="mix" role="img" aria-label=${t("mix: {0}", said.join(", "))}>
    ${partsOf(copied).map(
      ({ token, attention: value }) =>
        html`<span ${styled({ "flex-grow": value, "--share": value })}
          >${value >= roomForToken && token !== null ? tokenName(token, alphabetSize) : nothing}</span
        >`,
    )}
  </div>`;
}

interface MixPart {
  readonly attention: number;
  /** Null where the part stands for several lags. */
  readonly token: number | null;
}

function partsOf(copied: readonly Copied[]): readonly MixPart[] {
  const parts: { attention: number; token: number | null }[] = [];
  for (const { token, attention: value } of copied) {
    const last = parts.at(-1);
    if (value >= roomForPart) parts.push({ attention: value, token });
    else if (last?.token === null) last.attention += value;
    else if (value > 0) parts.push({ attention: value, token: null });
  }
  return parts;
}

/** Every lag is an option: too many to be gone through with every step. */
function forcing({ trace, traced, ask }: Scene, head: number): unknown {
  const { window } = trace.model;
  return guard([window, traced], () =>
    choice<number | null>({
      label: t("attention of {0}", headWord(trace.model, head)),
      options: [
        { value: null, text: t("as learned") },
        ...Array.from({ length: window }, (_, at) => ({ value: at + 1, text: t("forced {0} back", at + 1) })),
      ],
      value: traced.interventions.forcedLags.get(head) ?? null,
      onChange: (lag) => ask.change(withForcedLag(traced, head, lag)),
    }),
  );
}

function everyLag(scene: Scene, head: number, copied: readonly Copied[]): TemplateResult {
  const name = `head ${head}`;
  const open = scene.unfolded.has(name);
  return html`<details
    ?open=${open}
    @toggle=${({ newState }: ToggleEvent) => scene.ask.unfold(name, newState === "open")}
  >
    <summary>${t("all it brings")}</summary>
    ${open ? lagTable(scene, head, copied) : nothing}
  </details>`;
}

function lagTable(scene: Scene, head: number, copied: readonly Copied[]): TemplateResult {
  const { trace } = scene;
  const { alphabetSize } = trace.model;
  const values = broughtBy(trace, head, trace.position);
  const brought = Array.from(values.keys()).filter((token) => values[token] !== 0);
  return html`<table>
      <caption class="hidden">
        ${t("What {0} reads", headWord(trace.model, head))}
      </caption>
      <thead>
        <tr>
          <th scope="col">${t("lag")}</th>
          <th scope="col">${t("place")}</th>
          <th scope="col">${t("token")}</th>
          <th scope="col">σ</th>
        </tr>
      </thead>
      <tbody>
        ${copied.map(
          (one) =>
            html`<tr>
              <td>${one.lag}</td>
              <td>${one.position + 1}</td>
              <td class="token">${tokenName(one.token, alphabetSize)}</td>
              <td>${attention(scene, head, one)}</td>
            </tr>`,
        )}
      </tbody>
    </table>
    <p class="value">
      <span class="muted">v =</span>
      ${brought.map(
        (token) =>
          html`<span class="component"
            ><span class="token">${tokenName(token, alphabetSize)}</span>
            ${valueOf(scene, head, token, values[token])}</span
          > `,
      )}
    </p>`;
}

function valueOf(scene: Scene, head: number, token: number, value: number): TemplateResult {
  return html`<induction-number
    .value=${value}
    .text=${share(value)}
    .formula=${() => valueFormula(scene.workings, head, scene.trace.position, token)}
  ></induction-number>`;
}
