/** `schema`: what an experiment file may say, for editors and programs. */
import { experimentJsonSchema } from "../../config";
import { ExitCode } from "../exit";

export function printSchema(): number {
  process.stdout.write(`${JSON.stringify(experimentJsonSchema(), null, 2)}\n`);
  return ExitCode.done;
}
