/** Pulling a heat map with the pointer: from when the pointer has moved far enough until it is let go. */

/** Pixels that a click may tremble. */
const leastWay = 4;

export class Drag {
  #from: { readonly x: number; readonly y: number } | null = null;
  #pulls = false;

  /** @param pull by so many cells, from how it was last told */
  constructor(private readonly pull: (rows: number, columns: number) => void) {}

  begin({ button, clientX, clientY }: PointerEvent): void {
    if (button !== 0) return;
    this.#from = { x: clientX, y: clientY };
    this.#pulls = false;
  }

  /** Whether the map is being pulled. @param across pixels of a cell @param down the same */
  move(event: PointerEvent, across: number, down: number): boolean {
    if (!this.#from) return false;
    const [x, y] = [event.clientX - this.#from.x, event.clientY - this.#from.y];
    if (!this.#pulls && Math.hypot(x, y) < leastWay) return false;
    if (!this.#pulls && event.currentTarget instanceof Element) {
      event.currentTarget.setPointerCapture(event.pointerId);
    }
    this.#pulls = true;
    this.#from = { x: event.clientX, y: event.clientY };
    this.pull(-y / down, -x / across);
    return true;
  }

  /** Whether it was pulled, so that it is no click. */
  end(): boolean {
    const pulled = this.#pulls || this.#from === null;
    this.#from = null;
    this.#pulls = false;
    return pulled;
  }
}
