/** The face of core/ablation: what each part of the circuit is worth, knocked out of a trained model and never trained. */
export {
  ablateRun,
  EarlierRetraining,
  type AblationEvent,
  type AblationOptions,
  type AblationOutcome,
  type RetrainingRequest,
} from "./ablate";
export { knockOuts } from "./knockOuts";
export { withTotalSteps } from "./stages";
export { variantsOf, type Variant, type VariantPlan } from "./variants";
export { retrainingFolder, type Retraining } from "./retraining";
