/** The least value of a function of one or two numbers: all places of a grid, then Nelder and Mead's simplex from the best. */

/** Of a box, evenly spaced; with one place, `from`, that number is fixed. */
export interface GridAxis {
  readonly from: number;
  readonly to: number;
  readonly places: number;
}

export interface Minimum {
  readonly at: readonly number[];
  /** Infinity where the function is nowhere finite. */
  readonly value: number;
}

/** Steps of the simplex, at most: with two numbers each is one or two values of the function. */
const mostSteps = 120;
const precision = 1e-9;

/** @param f Infinity or NaN: not here. Outside of the axes it is not asked. */
export function minimumOf(f: (at: readonly number[]) => number, axes: readonly GridAxis[]): Minimum {
  const inside = (at: readonly number[]) => at.every((x, axis) => x >= axes[axis].from && x <= axes[axis].to);
  const bounded = (at: readonly number[]) => {
    const value = inside(at) ? f(at) : Infinity;
    return Number.isNaN(value) ? Infinity : value;
  };
  let best: Minimum = { at: axes.map(({ from }) => from), value: Infinity };
  for (const at of gridOf(axes)) {
    const value = bounded(at);
    if (value < best.value) best = { at, value };
  }
  if (best.value === Infinity) return best;
  const corners = axes.flatMap((axis, index) => {
    if (axis.places === 1) return [];
    const at = best.at.map((x, other) => (other === index ? x + reachOf(axis, x) : x));
    return [{ at, value: bounded(at) }];
  });
  return corners.length > 0 ? descend(bounded, [best, ...corners]) : best;
}

function gridOf(axes: readonly GridAxis[]): number[][] {
  return axes.reduce<number[][]>(
    (cells, { from, to, places }) =>
      cells.flatMap((cell) =>
        Array.from({ length: places }, (_, place) => [
          ...cell,
          place === 0 ? from : from + ((to - from) * place) / (places - 1),
        ]),
      ),
    [[]],
  );
}

/** To the middle between two places of the grid, on the side where there is room. */
function reachOf({ from, to, places }: GridAxis, x: number): number {
  const half = (to - from) / (places - 1) / 2;
  return x + half <= to ? half : -half;
}

function descend(f: (at: readonly number[]) => number, simplex: Minimum[]): Minimum {
  for (let step = 0; step < mostSteps; step++) {
    simplex.sort((one, other) => one.value - other.value);
    const [best] = simplex;
    const worst = simplex[simplex.length - 1];
    const spread = Math.max(
      ...simplex.map(({ at }) =>
        Math.max(...at.map((x, i) => (x === best.at[i] ? 0 : Math.abs(x - best.at[i])))),
      ),
    );
    if (spread < precision) break;
    const others = simplex.slice(0, -1);
    const middle = best.at.map((_, i) => others.reduce((sum, { at }) => sum + at[i], 0) / others.length);
    const towards = (far: number): Minimum => {
      const at = middle.map((x, i) => (x === worst.at[i] ? x : x + far * (x - worst.at[i])));
      return { at, value: f(at) };
    };
    const reflected = towards(1);
    if (reflected.value < best.value) {
      const expanded = towards(2);
      others.push(expanded.value < reflected.value ? expanded : reflected);
    } else if (reflected.value < others[others.length - 1].value) {
      others.push(reflected);
    } else {
      const contracted = reflected.value < worst.value ? towards(0.5) : towards(-0.5);
      if (contracted.value < Math.min(reflected.value, worst.value)) others.push(contracted);
      else {
        simplex = simplex.map(({ at }) => {
          const nearer = at.map((x, i) => (x + best.at[i]) / 2);
          return { at: nearer, value: f(nearer) };
        });
        continue;
      }
    }
    simplex = others;
  }
  return simplex.reduce((least, one) => (one.value < least.value ? one : least));
}
