/** An ablation as means beside each other: what each part is worth, knocked out of the trained model or never trained. */
import { t } from "@vscode/l10n";
import type { AblationStudy, AblationVariant } from "../../core/protocol";
import { grouped, signedDecimal } from "../words";
import type { DotGroup, DotPlot, DotRow } from "./dots";
import { intervalOf } from "./interval";

const [knockedOut, retrained] = [0, 1];

export function ablationPlot(study: AblationStudy): DotPlot {
  const groups = [knockOutGroup(study), variantGroup(study)].filter(({ rows }) => rows.length > 0);
  return {
    label: t("what each part is worth"),
    unit: t("nats more than with it"),
    format: signedDecimal,
    groups,
    lines: [{ value: 0, name: t("nothing lost"), colour: "muted" }],
  };
}

/** Seeds of a variant that ended well. */
export function whole({ members }: AblationVariant): AblationVariant["members"] {
  return members.filter(({ failure, loss }) => failure === null && Number.isFinite(loss));
}

/** What leaving it out costs, seed by seed; only of seeds that ended well with and without it. */
export function costsBySeed(
  { variants }: AblationStudy,
  variant: AblationVariant,
): readonly { readonly seed: number; readonly cost: number }[] {
  const [baseline] = variants;
  const before = new Map(whole(baseline).map(({ seed, loss }) => [seed, loss]));
  return whole(variant).flatMap(({ seed, loss }) => {
    const base = before.get(seed);
    return base === undefined ? [] : { seed, cost: loss - base };
  });
}

function knockOutGroup({ knockOuts, step }: AblationStudy): DotGroup {
  return {
    title: t("knocked out of the trained model, step {0}", grouped(step)),
    rows: knockOuts.map(({ id, title, cost }): DotRow => ({
      ...{ id, name: title, title, colour: knockedOut, members: [] },
      ...{ mean: cost.mean, ...intervalOf(cost) },
    })),
  };
}

/** Without the baseline, which everything is held against. */
function variantGroup(study: AblationStudy): DotGroup {
  const [baseline, ...variants] = study.variants;
  return {
    title: baseline ? t("trained without it, {0} seeds", baseline.members.length) : "",
    rows: variants.map((variant): DotRow => {
      const { id, title, changes, cost } = variant;
      const pairs = costsBySeed(study, variant);
      return {
        ...{ id, name: title, title: changes.join("; "), colour: retrained },
        mean: cost?.mean ?? NaN,
        ...(cost ? intervalOf(cost, pairs.length) : { low: NaN, high: NaN }),
        members: pairs.map((member) => ({
          value: member.cost,
          words: t("seed {0}: {1}", member.seed, signedDecimal(member.cost)),
        })),
      };
    }),
  };
}
