import { NotFoundException } from '@nestjs/common';

/** @throws NotFoundException when there is none, or nothing was done because there is none */
export function found<Value>(value: Value | null | false, what: string): Value {
  if (value === null || value === false) throw new NotFoundException(`There is no such ${what}.`);
  return value;
}
