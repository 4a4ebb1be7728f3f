/** Texts that editors offer for stages, in VS Code's notation for JSON Schema. Which stages make sense is not said here. */

export interface Snippet {
  readonly label: string;
  readonly description: string;
  /** A text with tab stops; the `^` before it says that it is no text of the experiment, to be put in quotes. */
  readonly body: string;
}

const group = "${1|coefficients,rpe,scale|}";
const everything = '["coefficients", "rpe", "scale"]';

/** One stage, as an element of the list. */
export const stageSnippets: readonly Snippet[] = [
  {
    label: "stage",
    description: "One group of parameters by gradient descent.",
    body: `^{ "train": ["${group}"], "steps": \${2:1000}, "learningRate": \${3:1} }`,
  },
  {
    label: "stage, all at once",
    description: "All parameters together by gradient descent.",
    body: `^{ "train": ${everything}, "steps": \${1:5000}, "learningRate": \${2:1} }`,
  },
  {
    label: "stage by Adam",
    description: "One group of parameters by Adam, whose steps are better small.",
    body: `^{ "train": ["${group}"], "steps": \${2:1000}, "optimizer": "adam", "learningRate": \${3:0.01} }`,
  },
  {
    label: "stage by gradient flow",
    description:
      "One group of parameters along the exact gradient flow, up to a time; for a fixed training set.",
    body: `^{ "train": ["${group}"], "steps": \${2:1000}, "optimizer": { "kind": "flow", "time": \${3:100} } }`,
  },
];

/** The whole list. */
export const stagesSnippets: readonly Snippet[] = [
  {
    label: "three stages",
    description: "The paper's: weigh the subsets, settle the lags, sharpen the attention.",
    body: `^[
\t{ "train": ["coefficients"], "steps": \${1:2000} },
\t{ "train": ["rpe"], "steps": \${2:50000} },
\t{ "train": ["scale"], "steps": \${3:5000} }
]`,
  },
  {
    label: "all at once",
    description: "One stage that trains all parameters together.",
    body: `^[{ "train": ${everything}, "steps": \${1:5000} }]`,
  },
];
