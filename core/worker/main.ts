/** What is forked for each run (dist/worker.cjs). */
import { parentChannel, serve } from "./index";

serve(parentChannel());
