/** Who is held against the model in an evaluation, over all its cells: each with a colour of its own. */
import { t } from "@vscode/l10n";
import type { EvaluationCell, EvaluationStudy, PredictorScore } from "../../core/protocol";
import { referenceName, referenceSentence } from "../words";
import type { RelationCurve } from "./relation";

export interface Predictor extends Pick<RelationCurve, "id" | "name" | "title" | "colour" | "dashed"> {
  /** Whether its curve is there before anybody asks for it. */
  readonly first: boolean;
  /** Its numbers in a cell; null where it was left out. */
  readonly of: (cell: EvaluationCell) => PredictorScore | null;
}

/** In the order of what they know, the most first. */
export function predictorsOf({ cells }: EvaluationStudy): readonly Predictor[] {
  const known = new Map<string, PredictorScore>();
  for (const { predictors } of cells) {
    for (const predictor of predictors) {
      const id = idOf(predictor);
      if (!known.has(id)) known.set(id, predictor);
    }
  }
  const grams = Array.from(known.values()).filter(({ kind }) => kind === "maximumLikelihood");
  const singles = Array.from(known, ([id, score]) => single(id, score, cells));
  const all = grams.length > 1 ? [...singles, bestGram] : singles;
  const order = ["oracle", "bayes", "inductionHead", "best", "maximumLikelihood", "unigram", "uniform"];
  const rank = ({ id }: Predictor) => order.indexOf(id.split(" ")[0]);
  const sorted = all.toSorted((a, b) => rank(a) - rank(b));
  let free = 4;
  return sorted.map((predictor) => ({
    ...predictor,
    first: predictor.first || (grams.length === 1 && predictor.id.startsWith("maximumLikelihood")),
    colour: predictor.colour === "muted" && !predictor.dashed && free < 6 ? free++ : predictor.colour,
  }));
}

/** GIH has the scale that the model learned, which is one and the same; its limit is another. */
function idOf({ kind, lags, scale }: PredictorScore): string {
  return [kind, ...lags, scale === Infinity ? "limit" : ""].join(" ").trim();
}

function single(id: string, score: PredictorScore, cells: EvaluationStudy["cells"]): Predictor {
  const { kind, scale } = score;
  const limit = scale === Infinity;
  const of = ({ predictors }: EvaluationCell) =>
    predictors.find((predictor) => idOf(predictor) === id) ?? null;
  const scales = new Set(cells.flatMap((cell) => of(cell)?.scale ?? []));
  const told = kind === "inductionHead" && scales.size > 1 ? { ...score, scale: null } : score;
  return {
    id,
    name: told.scale === null && kind === "inductionHead" ? t("GIH{0}", setOf(score)) : referenceName(told),
    title: referenceSentence(score),
    colour: kind === "inductionHead" && !limit ? 1 : kind === "bayes" ? 2 : "muted",
    dashed: kind === "oracle",
    first: kind === "oracle" || kind === "bayes" || (kind === "inductionHead" && !limit),
    of,
  };
}

function setOf({ lags }: PredictorScore): string {
  return `{${lags.join(", ")}}`;
}

/** In each cell the one with the smallest loss. */
const bestGram: Predictor = {
  id: "best",
  get name() {
    return t("best k-gram");
  },
  get title() {
    return t("Frequencies after those of the parents that do best there.");
  },
  colour: 3,
  dashed: false,
  first: true,
  of: ({ predictors }) =>
    predictors
      .filter(({ kind }) => kind === "maximumLikelihood")
      .reduce<PredictorScore | null>(
        (best, gram) => (best && best.loss.mean <= gram.loss.mean ? best : gram),
        null,
      ),
};
