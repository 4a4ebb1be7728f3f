import { test } from "vitest";
import { variantsOf } from "../../core/ablation/variants";
import { presets, experimentFromValue } from "../../core/config";
test("x", () => {
  for (const p of ["paper-simultaneous", "paper-three-stage"]) {
    const e = experimentFromValue(presets.find(({id}) => id === p)!.experiment);
    if (!e.ok) throw 1;
    const plan = variantsOf(e.experiment, 5000);
    for (const v of plan.variants) console.log(v.id.padEnd(15), "|", v.title.padEnd(30), "|", v.changes.join("; "));
    console.log(plan.notes, JSON.stringify(plan.variants[0].experiment.training.stages.map(s => s.steps)), plan.variants.find(v => v.id.endsWith("stages"))?.overrides);
  }
});
