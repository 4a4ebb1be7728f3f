/** The face of core/worker: the program of a process that trains one run for an extension host. */
export { serve } from "./serve";
export { parentChannel, type HostChannel } from "./channel";
