/** What JSON makes of a value: times become text. */
export type OnWire<Value> = Value extends Date
  ? string
  : Value extends readonly (infer Item)[]
    ? OnWire<Item>[]
    : Value extends object
      ? { [Key in keyof Value]: OnWire<Value[Key]> }
      : Value;

/** A stored value as it crosses the wire: every `Date` in it as ISO 8601 in UTC. */
export function onWire<Value>(value: Value): OnWire<Value> {
  return converted(value) as OnWire<Value>;
}

function converted(value: unknown): unknown {
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return value.map(converted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, converted(inner)]));
}
