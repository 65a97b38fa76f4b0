/** A smooth function to minimise: fills `gradient` at `x` and returns the value there. */
export type Objective = (x: Float64Array, gradient: Float64Array) => number;

export interface LbfgsOptions {
  /** Pairs of steps that are remembered (count, >= 1). */
  readonly memory?: number;
  /** Most steps that are taken (count). */
  readonly maxSteps?: number;
  /** Ends when the largest entry of the gradient is at most this (absolute). */
  readonly tolerance?: number;
  /** Heard after each step: steps taken and value reached. */
  readonly onStep?: (steps: number, value: number) => void;
}

export interface LbfgsResult {
  readonly x: Float64Array;
  readonly value: number;
  readonly steps: number;
  /** False when the steps ran out first. */
  readonly converged: boolean;
}

interface Pair {
  readonly s: Float64Array;
  readonly y: Float64Array;
  readonly rho: number;
}

/** Sufficient decrease and curvature of the Wolfe conditions, as in Nocedal & Wright (2006), 3.1. */
const DECREASE = 1e-4;
const CURVATURE = 0.9;
const MAX_TRIALS = 25;

/**
 * Minimises a convex function by limited-memory BFGS (Nocedal & Wright 2006, algorithm 7.5)
 * with a bisecting line search for the weak Wolfe conditions. No randomness: the same input
 * gives the same bits.
 *
 * @param objective value and gradient
 * @param start where to begin; not changed
 * @returns the lowest point found, also when it has not converged
 */
export function minimise(
  objective: Objective,
  start: Float64Array,
  options: LbfgsOptions = {},
): LbfgsResult {
  const { memory = 7, maxSteps = 200, tolerance = 1e-5, onStep } = options;
  let x: Float64Array = start;
  let gradient: Float64Array = new Float64Array(x.length);
  let value = objective(x, gradient);
  const pairs: Pair[] = [];
  for (let steps = 0; ; steps++) {
    if (largest(gradient) <= tolerance) return { x, value, steps, converged: true };
    if (steps === maxSteps) return { x, value, steps, converged: false };
    const direction = descent(gradient, pairs);
    const first = pairs.length === 0 ? 1 / Math.max(1, Math.sqrt(dot(gradient, gradient))) : 1;
    const found = search(objective, x, value, gradient, direction, first);
    if (found === null) return { x, value, steps, converged: false };
    const s = difference(found.x, x);
    const y = difference(found.gradient, gradient);
    const sy = dot(s, y);
    if (sy > 0) pairs.push({ s, y, rho: 1 / sy });
    if (pairs.length > memory) pairs.shift();
    ({ x, value, gradient } = found);
    onStep?.(steps + 1, value);
  }
}

/** The two-loop recursion: minus the gradient, bent by what the last steps showed of the curvature. */
function descent(gradient: Float64Array, pairs: readonly Pair[]): Float64Array {
  const direction = gradient.map((entry) => -entry);
  const alphas: number[] = [];
  for (const { s, y, rho } of pairs.toReversed()) {
    const alpha = rho * dot(s, direction);
    alphas.push(alpha);
    addScaled(direction, y, -alpha);
  }
  const last = pairs.at(-1);
  if (last !== undefined) scale(direction, 1 / (last.rho * dot(last.y, last.y)));
  for (const { s, y, rho } of pairs) {
    addScaled(direction, s, (alphas.pop() ?? 0) - rho * dot(y, direction));
  }
  return direction;
}

interface Point {
  readonly x: Float64Array;
  readonly value: number;
  readonly gradient: Float64Array;
}

function search(
  objective: Objective,
  x: Float64Array,
  value: number,
  gradient: Float64Array,
  direction: Float64Array,
  first: number,
): Point | null {
  const slope = dot(gradient, direction);
  const next = { x: new Float64Array(x.length), value, gradient: new Float64Array(x.length) };
  let low = 0;
  let high = Infinity;
  let step = first;
  for (let trial = 0; trial < MAX_TRIALS; trial++) {
    for (let i = 0; i < x.length; i++) next.x[i] = (x[i] ?? 0) + step * (direction[i] ?? 0);
    next.value = objective(next.x, next.gradient);
    if (!(next.value <= value + DECREASE * step * slope)) high = step;
    else if (dot(next.gradient, direction) < CURVATURE * slope) low = step;
    else return next;
    step = high === Infinity ? step * 2 : (low + high) / 2;
  }
  return next.value < value ? next : null;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] ?? 0) * (b[i] ?? 0);
  return sum;
}

function addScaled(target: Float64Array, other: Float64Array, factor: number): void {
  for (let i = 0; i < target.length; i++) target[i] = (target[i] ?? 0) + factor * (other[i] ?? 0);
}

function scale(target: Float64Array, factor: number): void {
  for (let i = 0; i < target.length; i++) target[i] = (target[i] ?? 0) * factor;
}

function difference(a: Float64Array, b: Float64Array): Float64Array {
  return a.map((entry, i) => entry - (b[i] ?? 0));
}

function largest(a: Float64Array): number {
  let most = 0;
  for (const entry of a) most = Math.max(most, Math.abs(entry));
  return most;
}
