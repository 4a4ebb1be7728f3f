/**
 * The attention map of one run, kept while nothing changes that it is computed from. A map that takes several frames is
 * finished before the run's next state is taken up, but given up when somebody chooses another.
 */
import { firstLayerPattern, weightsUnder, type Interventions } from "../../core/inspect";
import { looksAtItself, type Model, type Weights } from "../../core/model";
import { roundedUp, RowsInTime, type Heat } from "../heat";
import type { Circuit } from "../store";

/** Which map is wanted of a run. */
export interface MapWish {
  readonly circuit: Circuit;
  readonly interventions: Interventions;
  /** x_1 … x_L. */
  readonly tokens: Uint8Array;
  /** 0-based head that copies; null: the layer that votes. */
  readonly head: number | null;
}

export class RunMap {
  #wish: MapWish;
  #heat: Heat;
  #rows: RowsInTime | null = null;
  #next: MapWish | null = null;

  constructor(
    wish: MapWish,
    private readonly onRows: () => void,
  ) {
    this.#wish = wish;
    this.#heat = this.begin();
  }

  get heat(): Heat {
    return this.#heat;
  }

  /** What the heat is of: with a live run it may be some frames old. */
  get shown(): MapWish {
    return this.#wish;
  }

  /** Rows that are computed, of all. */
  get done(): number {
    return this.#rows?.done ?? this.#heat.rows;
  }

  /** @param patiently whether a map that is not finished may be finished first */
  want(wish: MapWish, patiently: boolean): void {
    if (same(this.#wish, wish)) {
      this.#next = null;
      return;
    }
    const goesOn = this.#rows && !this.#rows.finished && sameButState(this.#wish, wish);
    if (patiently && goesOn) {
      this.#next = wish;
      return;
    }
    this.#next = null;
    this.#wish = wish;
    this.#heat = this.begin();
  }

  cancel(): void {
    this.#rows?.cancel();
  }

  private begin(): Heat {
    this.#rows?.cancel();
    this.#rows = null;
    const { circuit, interventions, tokens, head } = this.#wish;
    const { model, parameters } = circuit;
    const weights = weightsUnder(model, parameters, interventions);
    if (head !== null) {
      const pattern = firstLayerPattern(model, weights, head, tokens);
      return { ...pattern, scale: "share", most: mostAttention(weights), reach: reachOf(model) };
    }
    this.#rows = new RowsInTime({ model, weights, tokens }, () => this.proceed());
    return this.secondLayer(this.#rows);
  }

  private proceed(): void {
    if (this.#rows) this.#heat = this.secondLayer(this.#rows);
    if (this.#rows?.finished && this.#next) {
      this.#wish = this.#next;
      this.#next = null;
      this.#heat = this.begin();
    }
    this.onRows();
  }

  private secondLayer({ values, done }: RowsInTime): Heat {
    const { length } = this.#wish.tokens;
    const output = values.subarray(length * length);
    return {
      ...{ rows: length + 1, columns: length, values, scale: "share" },
      // The first rows have few places to look at, and so more for each: the output's row decides the colours.
      most: roundedUp(output.reduce((most, value) => Math.max(most, value), 0)),
      reach: (row) => (row < done || row === length ? row : 0),
    };
  }
}

/** What a row of a head that copies can attend to: what is before it, and in some models itself. */
export function reachOf(model: Model): (row: number) => number {
  return looksAtItself(model) ? (row) => row + 1 : (row) => row;
}

/**
 * Of any head that copies to any lag, rounded up: heads share their colours. Where tokens have a say it may be all, and
 * where positions are absolute each has its own.
 */
export function mostAttention({ lagAttention, content }: Weights): number {
  if (content.kind === "full") return 1;
  if (content.kind === "absolute")
    return roundedUp(content.attention.reduce((most, value) => Math.max(most, value), 0));
  return roundedUp(lagAttention.reduce((most, value) => Math.max(most, value), 0));
}

function same(one: MapWish, other: MapWish): boolean {
  return (
    one.circuit.parameters === other.circuit.parameters &&
    one.circuit.model === other.circuit.model &&
    sameButState(one, other)
  );
}

function sameButState(one: MapWish, other: MapWish): boolean {
  return one.head === other.head && one.interventions === other.interventions && one.tokens === other.tokens;
}
