/** The kernels' two entries. Both clear nothing: `../plan.ts` zeroes the results before a call. */
import { runDirect } from "./direct";
import { Plan } from "./plan";
import { runTable } from "./table";

/** Table path over the plan's slices. */
export function table(plan: usize): void {
  runTable(changetype<Plan>(plan));
}

/** Direct path over the plan's sequences. */
export function direct(plan: usize): void {
  runDirect(changetype<Plan>(plan));
}
