/** A real Slurm for tests that need one. */
export { eventually, startCluster, type Cluster } from "./cluster";
export { whyNoSlurm } from "./install";
