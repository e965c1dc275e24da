import {
  resolvePolicySettings,
  type PolicySettings,
} from '@micro-apps/policy-pack';
import type { Read } from './problem';
import { readSource } from './source';

/** Settings of the company rules, and what is looser in them than shipped. */
export interface GivenSettings {
  /** `undefined`: as shipped. */
  readonly settings?: PolicySettings;
  /** What a reader should know of them (requirements R12). */
  readonly remarks: readonly string[];
}

/** Reads an organisation's numbers and lists; without a file, as shipped. */
export function readSettings(file: string | undefined): Read<GivenSettings> {
  if (file === undefined) return { ok: true, value: { remarks: [] } };
  const source = readSource(file);
  if (!source.ok) return source;
  const { data, place } = source.value;
  const resolved = resolvePolicySettings(data);
  if (!resolved.ok) {
    const { because, details = [{ message: because }] } = resolved.refusal;
    return {
      ok: false,
      problems: details.map(({ path = '', message }) => ({
        file,
        ...place(path === '' ? [] : path.split('.')),
        message: path === '' ? message : `${path}: ${message}`,
      })),
    };
  }
  const { settings, weakenings, acknowledgement = '' } = resolved.value;
  return {
    ok: true,
    value: {
      settings,
      remarks: weakenings.map(
        ({ path, because }) =>
          `Looser than shipped: ${path}: ${because} (${acknowledgement})`,
      ),
    },
  };
}
