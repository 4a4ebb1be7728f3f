/**
 * The kernel of the mixed target (spec/mixed-target.md §2): losses and gradients of sequences of scalars, four at a time in
 * four lanes, in O(L) each. It clears nothing: the sums are zeroed outside.
 */
import { copyTokens } from "./copying";
import { match, matchBackward } from "./matching";
import { MixedPlan } from "./plan";
import { addToSums } from "./sums";

/** All of the plan's sequences. */
export function mixed(address: usize): void {
  const plan = changetype<MixedPlan>(address);
  const bytes = (<usize>plan.sequenceLength) << 4;
  let tokens = plan.scalars;
  for (let sequence: u32 = 0; sequence < plan.count; sequence += 4) {
    copyTokens(plan, tokens);
    match(plan, tokens);
    if (plan.wantsLogits) matchBackward(plan, tokens);
    addToSums(plan, tokens, plan.count - sequence);
    tokens += bytes;
  }
}
