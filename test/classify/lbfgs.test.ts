import { describe, expect, it } from 'vitest';
import { minimise } from '../../src/classify/linear/lbfgs.js';

describe('minimise', () => {
  it('finds the known lowest point of a badly scaled bowl', () => {
    // f = sum of s_i (x_i - c_i)^2 / 2 has its minimum, 0, at c.
    const centre = [3, -1, 0.5, 10, -7];
    const scale = [1, 10, 100, 0.1, 1000];
    const { x, value, converged } = minimise((at, gradient) => {
      let sum = 0;
      for (const [i, c] of centre.entries()) {
        const off = (at[i] ?? 0) - c;
        sum += ((scale[i] ?? 0) * off * off) / 2;
        gradient[i] = (scale[i] ?? 0) * off;
      }
      return sum;
    }, new Float64Array(centre.length));
    expect(converged).toBe(true);
    expect(value).toBeLessThan(1e-8);
    for (const [i, c] of centre.entries()) expect(x[i]).toBeCloseTo(c, 3);
  });

  it('finds the minimum of log(e^(x-2) + e^-(x-2)) + (x+y)^2, at x = 2, y = -2', () => {
    const { x } = minimise((at, gradient) => {
      const [a = 0, b = 0] = at;
      gradient[0] = Math.tanh(a - 2) + 2 * (a + b);
      gradient[1] = 2 * (a + b);
      return Math.log(2 * Math.cosh(a - 2)) + (a + b) ** 2;
    }, new Float64Array(2));
    expect(x[0]).toBeCloseTo(2, 4);
    expect(x[1]).toBeCloseTo(-2, 4);
  });

  it('says when the steps ran out, and never goes uphill', () => {
    const values: number[] = [];
    const found = minimise(
      (at, gradient) => {
        const [a = 0, b = 0] = at;
        gradient[0] = -2 * (1 - a) - 400 * a * (b - a * a);
        gradient[1] = 200 * (b - a * a);
        return (1 - a) ** 2 + 100 * (b - a * a) ** 2;
      },
      Float64Array.of(-1.2, 1),
      { maxSteps: 5, onStep: (_, value) => values.push(value) },
    );
    expect(found.converged).toBe(false);
    expect(found.steps).toBe(5);
    expect(values).toEqual([...values].sort((a, b) => b - a));
  });

  it('does not move from the minimum', () => {
    const { steps, x } = minimise((at, gradient) => {
      gradient[0] = 2 * (at[0] ?? 0);
      return (at[0] ?? 0) ** 2;
    }, new Float64Array(1));
    expect(steps).toBe(0);
    expect(x[0]).toBe(0);
  });
});
