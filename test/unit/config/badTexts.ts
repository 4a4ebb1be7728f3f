/** Experiments that are wrong, each in one way, with what is to be said of them. */

/** A field on its own: its path, what was found, what is allowed. */
export const fieldFaults: readonly (readonly [
  text: string,
  field: string,
  found: string,
  allowed: string,
])[] = [
  ['{ "name": 5 }', "name", "5", "text of 1 to 100 characters"],
  ['{ "name": "x", "seed": -1 }', "seed", "-1", "a whole number from 0 to 4294967295"],
  ['{ "name": "x", "seed": 1.5 }', "seed", "1.5", "a whole number from 0 to 4294967295"],
  ['{ "name": "x", "data": 5 }', "data", "5", "an object"],
  [
    '{ "name": "x", "data": { "kind": "fil" } }',
    "data.kind",
    '"fil"',
    '"markov", "mixed-markov", "mixed-target" or "file"',
  ],
  ['{ "name": "x", "data": { "online": "yes" } }', "data.online", '"yes"', "true or false"],
  [
    '{ "name": "x", "data": { "prior": { "alpha": 0 } } }',
    "data.prior.alpha",
    "0",
    "a number from 0.000001 to 10000",
  ],
  [
    '{ "name": "x", "data": { "parents": [] } }',
    "data.parents",
    "[]",
    "a list of 1 to 8, each a whole number from 1 to 65534",
  ],
  ['{ "name": "x", "data": { "parents": [0] } }', "data.parents[0]", "0", "a whole number from 1 to 65534"],
  [
    '{ "name": "x", "model": { "lagMask": "author" } }',
    "model.lagMask",
    '"author"',
    'null, "authors" or a list, each a list, each true or false',
  ],
  ['{ "name": "x", "model": { "lagMask": [[1]] } }', "model.lagMask[0][0]", "1", "true or false"],
  [
    '{ "name": "x", "record": { "snapshots": 0 } }',
    "record.snapshots",
    "0",
    '"auto" or a whole number from 1 to 1000000000',
  ],
  [
    '{ "name": "x", "training": { "stages": [] } }',
    "training.stages",
    "[]",
    "a list of 1 to 1000, each an object",
  ],
  ['[{ "name": "x" }]', "", '[{"name":"x"}]', "an object"],
];

/** The optimizer of the only stage, the field of it to blame, and what is allowed. */
export const optimizerFaults: readonly (readonly [optimizer: string, field: string, allowed: string])[] = [
  ['"admm"', "optimizer", '"sgd", "adam", "flow" or an object'],
  ['{ "kind": "rmsprop" }', "optimizer.kind", '"sgd", "adam" or "flow"'],
  ["{}", "optimizer.kind", '"sgd", "adam" or "flow"'],
  ['{ "kind": "adam", "beta1": 1 }', "optimizer.beta1", "a number at least 0 and below 1"],
  ['{ "kind": "adam", "tolerance": 1 }', "optimizer.tolerance", "kind, beta1, beta2 or epsilon"],
  ['{ "kind": "flow", "time": 0 }', "optimizer.time", "a number above 0"],
];

/** An experiment of one stage with this optimizer. */
export function withOptimizer(optimizer: string): string {
  const stages = `[{ "train": ["rpe", "coefficients", "scale"], "steps": 1, "optimizer": ${optimizer} }]`;
  return `{ "name": "x", "training": { "stages": ${stages} } }`;
}

/** What is broken as JSON: the place of the first problem, and words of its message. */
export const syntaxFaults: readonly (readonly [text: string, where: string, words: string])[] = [
  ["", "1:1", "The file is empty"],
  ["  \n ", "1:1", "The file is empty"],
  ['{\n  "name": "x"\n  "seed": 1\n}', "3:3", "A comma is missing"],
  ['{\n  "name": "x",\n  "seed": }', "3:11", "A value is expected"],
  ['{\n  name: "x"\n}', "2:3", "text belongs in double quotes"],
  ['{\n  "name": "x', "2:11", "The text is not closed"],
  ['{\n  "name": "x"', "2:14", "A closing brace } is missing"],
  ['{ "name": "x" }\n[]', "2:1", "remove what follows"],
  ['{ "name": "x" /* why }', "1:15", "The comment is not closed"],
];

/** Texts of model, data and stages that break exactly one rule: the field to mark, and words the message must hold. */
export const ruleBreakers: readonly (readonly [
  text: string,
  severity: string,
  field: string,
  mark: string,
  words: string,
])[] = [
  [
    '{ "name": "x", "engine": { "kind": "cpu", "backend": "webgpu" } }',
    "warning",
    "engine.backend",
    '"webgpu"',
    "Only the tfjs engine has backends",
  ],
  [
    '{ "name": "x", "data": { "parents": [1, 4], "sequenceLength": 4 }, "model": { "window": 4, "boundary": "truncate" } }',
    "error",
    "data.parents",
    "[1, 4]",
    "beyond the sequence",
  ],
  [
    '{ "name": "x", "data": { "sequenceLength": 2 }, "model": { "boundary": "truncate" } }',
    "error",
    "data.sequenceLength",
    "2",
    "beyond the sequence",
  ],
  [
    '{ "name": "x", "data": { "alphabetSize": 100, "parents": [1, 2, 3] } }',
    "error",
    "data.parents",
    "[1, 2, 3]",
    "fewer parents",
  ],
  [
    '{ "name": "x", "data": { "alphabetSize": 4, "prior": { "floor": 0.25 } } }',
    "error",
    "data.prior.floor",
    "0.25",
    "lower it",
  ],
  [
    '{ "name": "x", "data": { "initial": "stationary", "parents": [1, 5], "alphabetSize": 4 } }',
    "error",
    "data.initial",
    '"stationary"',
    '"uniform"',
  ],
  ['{ "name": "x", "model": { "maxDegree": 4 } }', "error", "model.maxDegree", "4", "lower maxDegree"],
  ['{ "name": "x", "model": { "heads": 1 } }', "error", "model.heads", "1", "lower maxDegree"],
  [
    '{ "name": "x", "model": { "heads": 16, "maxDegree": 5 } }',
    "error",
    "model.maxDegree",
    "5",
    "too many subsets",
  ],
  ['{ "name": "x", "model": { "window": 100 } }', "error", "model.window", "100", '"truncate"'],
  ['{ "name": "x", "data": { "sequenceLength": 5 } }', "error", "data.sequenceLength", "5", '"truncate"'],
  [
    '{ "name": "x", "model": { "lagMask": "authors", "window": 2 } }',
    "error",
    "model.lagMask",
    '"authors"',
    "head 3 sees none",
  ],
  [
    '{ "name": "x", "model": { "lagMask": [[true, true], [true, true]], "window": 2 } }',
    "error",
    "model.lagMask",
    "[[true, true], [true, true]]",
    "one row for each head",
  ],
  [
    '{ "name": "x", "model": { "lagMask": [[true, true], [true], [true, true]], "window": 2 } }',
    "error",
    "model.lagMask[1]",
    "[true]",
    "one boolean for each lag",
  ],
  [
    '{ "name": "x", "model": { "lagMask": [[true, true], [false, false], [true, true]], "window": 2 } }',
    "error",
    "model.lagMask[1]",
    "[false, false]",
    "Head 2 may attend no lag",
  ],
  [
    '{ "name": "x", "model": { "subsets": [[1], [2, 4]] } }',
    "error",
    "model.subsets[1]",
    "[2, 4]",
    "a head that there is not",
  ],
  [
    '{ "name": "x", "model": { "subsets": [[1, 2, 3]] } }',
    "error",
    "model.subsets[0]",
    "[1, 2, 3]",
    "more heads than maxDegree",
  ],
  [
    '{ "name": "x", "model": { "subsets": [[], [1]] } }',
    "error",
    "model.subsets[0]",
    "[]",
    "only with includeEmptySubset",
  ],
  [
    '{ "name": "x", "model": { "includeEmptySubset": true, "subsets": [[]] } }',
    "warning",
    "model.subsets",
    "[[]]",
    "nothing to learn",
  ],
  [
    '{ "name": "x", "data": { "online": true }, "training": { "stages": [{ "train": ["rpe", "coefficients", "scale"], "steps": 1, "optimizer": "flow" }] } }',
    "error",
    "training.stages[0].optimizer",
    '"flow"',
    "fixed loss",
  ],
  [
    '{ "name": "x", "training": { "stages": [{ "train": ["rpe", "coefficients", "scale"], "steps": 1, "optimizer": "flow", "learningRate": 0.1 }] } }',
    "warning",
    "training.stages[0].learningRate",
    "0.1",
    "no effect",
  ],
  ['{ "name": "x", "data": { "parents": [6, 7] } }', "warning", "data.parents", "[6, 7]", "sees no parent"],
  [
    '{ "name": "x", "data": { "parents": [1, 7] }, "model": { "window": 6 } }',
    "warning",
    "model.window",
    "6",
    "only some of the parents",
  ],
  [
    '{ "name": "x", "data": { "validationSequences": 0 } }',
    "warning",
    "data.validationSequences",
    "0",
    "no validation loss",
  ],
  [
    '{ "name": "x", "data": { "kind": "file", "path": "a.npy", "alphabetSize": 3 }, "training": { "validationEvery": 10 } }',
    "warning",
    "training.validationEvery",
    "10",
    "no validation loss",
  ],
  [
    '{ "name": "x", "training": { "stages": [{ "train": ["rpe"], "steps": 1 }] } }',
    "warning",
    "training.stages",
    '[{ "train": ["rpe"], "steps": 1 }]',
    "No stage trains coefficients or scale",
  ],
  ['{ "name": "x", "data": { "batchSize": 32 } }', "warning", "data.batchSize", "32", "data.online"],
];
