import { DATA_CLASSES } from './dataClass';
import type { DataClass } from './dataClass';

/** A class nobody knows counts as the most sensitive one: fail closed. */
function rank(dataClass: DataClass): number {
  const index = DATA_CLASSES.indexOf(dataClass);
  return index < 0 ? DATA_CLASSES.length - 1 : index;
}

/**
 * Orders classes by sensitivity: negative when `a` is less sensitive than `b`,
 * 0 when equal. Source: requirements R2.
 * @public
 */
export function compareClass(a: DataClass, b: DataClass): number {
  return rank(a) - rank(b);
}

/**
 * The more sensitive of two classes. An unknown text counts as `regulated`.
 * Source: requirements R2.
 * @public
 */
export function maxClass(a: DataClass, b: DataClass): DataClass {
  return DATA_CLASSES[Math.max(rank(a), rank(b))] ?? 'regulated';
}
