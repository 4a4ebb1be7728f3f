/**
 * The sweep file as one zod schema: types, ranges and field texts. What an experiment's fields may be is the experiment
 * schema's affair; what takes both is parseSweep.ts.
 */
import * as z from "zod";

/** Members of a sweep, at most. */
export const mostMembers = 10_000;
/** Days: timers count to 2^31 milliseconds. */
const mostMinutes = 24 * 24 * 60;
const largestSeed = 2 ** 32 - 1;

const nameRule =
  "A name has 1 to 80 characters, none of them /, \\ or a control character, since it becomes part of a folder's name.";

const fieldNote =
  "Fields are named by their path in the experiment, such as model.heads or training.stages[0].learningRate.";

const grid = z
  .record(z.string(), z.array(z.unknown()).min(1).max(mostMembers))
  .describe(`Lists of values by field: every combination of them is trained. ${fieldNote}`);

const range = z
  .strictObject({
    from: z.number().describe("The smallest value that may be drawn."),
    to: z.number().describe("The largest value that may be drawn."),
    scale: z
      .enum(["linear", "log"])
      .default("linear")
      .describe("linear: all values alike. log: all orders of magnitude alike; from must be above 0."),
    integer: z.boolean().default(false).describe("Whether only whole numbers are drawn."),
  })
  .refine(({ from, to }) => from < to, {
    path: ["from"],
    error: 'The range is empty: "from" must be smaller than "to".',
  })
  .refine(({ from, scale }) => scale === "linear" || from > 0, {
    path: ["from"],
    error: 'Orders of magnitude begin above 0: use a larger "from", or scale "linear".',
  })
  .refine(({ from, to, integer }) => !integer || Math.ceil(from) <= Math.floor(to), {
    path: ["from"],
    error: "There is no whole number in this range: widen it, or leave integer out.",
  });

const drawn = z
  .union([
    range,
    z.strictObject({
      choices: z.array(z.unknown()).min(1).max(mostMembers).describe("Values, all as likely as any other."),
    }),
  ])
  .describe("A range or a list of choices to draw from.");

export const sweepSchema = z.strictObject({
  $schema: z.string().optional().describe("JSON Schema of this file, for editors; otherwise ignored."),
  name: z
    .string()
    .max(80)
    .regex(/^(?!\.{1,2}$)[^/\\]+$/, { error: nameRule })
    .refine((name) => !/\p{Cc}/u.test(name), { error: nameRule })
    .describe("Name of the sweep, 1 to 80 characters without / and \\; its folder is named after it."),
  experiment: z
    .union([z.string().min(1), z.record(z.string(), z.unknown())])
    .describe(
      "What is trained: a preset's name, an experiment file's path from this file on, or an experiment itself.",
    ),
  set: z
    .record(z.string(), z.unknown())
    .optional()
    .describe(`Values that all runs have in place of the experiment's own. ${fieldNote}`),
  grid: z
    .union([grid, z.array(grid).min(1)])
    .optional()
    .describe(
      "Lists of values by field, of which every combination is trained; or a list of such grids, trained one after the other.",
    ),
  random: z
    .record(z.string(), drawn)
    .optional()
    .describe(
      "Ranges and choices by field: values are drawn samples times, together. The experiment's seed decides what is " +
        "drawn, the same for every combination of the grid.",
    ),
  samples: z
    .int()
    .min(1)
    .max(mostMembers)
    .optional()
    .describe("Draws of the random fields; if left out, as many as budget.runs allows."),
  seeds: z
    .union([
      z.int().min(1).max(mostMembers),
      z.array(z.int().min(0).max(largestSeed)).min(1).max(mostMembers),
    ])
    .optional()
    .describe(
      "Runs of each combination, with the experiment's seed and those that follow it; or the list of seeds.",
    ),
  budget: z
    .strictObject({
      runs: z.int().min(1).max(mostMembers).optional().describe("Runs in all, at most."),
      minutes: z
        .number()
        .gt(0)
        .max(mostMinutes)
        .optional()
        .describe(
          "Minutes after which no further run is begun. Running the sweep again gives it as many more.",
        ),
    })
    .optional()
    .describe("What the sweep may cost."),
  threads: z
    .int()
    .min(1)
    .max(64)
    .optional()
    .describe(
      "Threads of each run: 1 if neither this nor the experiment says so, as runs are trained side by side.",
    ),
});

/** A sweep file as it is read: defaults of ranges filled in. */
export type SweepSource = z.output<typeof sweepSchema>;
/** As somebody writes it. */
export type SweepInput = z.input<typeof sweepSchema>;
export type Drawn = z.output<typeof drawn>;
export type Grid = z.output<typeof grid>;
