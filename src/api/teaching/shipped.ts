import type { Scope, TaughtTask } from '../../domain/teaching.js';

/** Injection token of what the shipped models say of themselves, a function. This room may not know models. */
export const SHIPPED = Symbol('SHIPPED');

export interface ShippedModel extends Scope {
  readonly version: string;
  /** Texts that it was made of (count). */
  readonly rows: number;
  readonly metrics: Readonly<Record<string, number | string>>;
}

export type Shipped = () => Readonly<Record<TaughtTask, ShippedModel | null>>;
