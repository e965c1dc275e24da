import { parse } from 'yaml';

/** What stands at the head of a readable policy. */
export interface PolicyHead {
  readonly id: string;
  readonly title: string;
  /** `R1` to `R10`. */
  readonly requirements: readonly string[];
  /** Ids of the controls that the text is about. */
  readonly controls: readonly string[];
  /** Ids of rules. */
  readonly rules: readonly string[];
  /** Group that answers for it. */
  readonly owner: string;
  /** Day by which somebody reads it again. */
  readonly reviewBy: string;
}

/** A readable policy, its numbers not filled in yet. */
export interface ReadablePolicy {
  readonly head: PolicyHead;
  readonly text: string;
}

/**
 * Reads a policy from its Markdown with YAML front matter.
 * @throws Error when a part of the front matter is missing
 */
export function readPolicy(markdown: string): ReadablePolicy {
  const parts = /^---\n([\s\S]*?)\n---\n([\s\S]*)$/.exec(markdown);
  const head: unknown = parse(parts?.[1] ?? '');
  if (!isHead(head)) throw new Error('A policy lacks a part of its head');
  return { head, text: (parts?.[2] ?? '').trim() };
}

function isHead(value: unknown): value is PolicyHead {
  if (typeof value !== 'object' || value === null) return false;
  const head = new Map<string, unknown>(Object.entries(value));
  return (
    ['id', 'title', 'owner', 'reviewBy'].every(
      name => typeof head.get(name) === 'string',
    ) &&
    ['requirements', 'controls', 'rules'].every(name => {
      const list = head.get(name);
      return (
        Array.isArray(list) && list.every(item => typeof item === 'string')
      );
    })
  );
}
