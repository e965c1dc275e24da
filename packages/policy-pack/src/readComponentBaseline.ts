import { readFileSync } from 'node:fs';
import Ajv from 'ajv';
import type { ComponentBaseline } from './components';

const DAY = { type: 'string', pattern: '^\\d{4}-\\d{2}-\\d{2}$' };
const TEXT = { type: 'string', minLength: 1 };

const isBaseline = new Ajv().compile<ComponentBaseline>({
  type: 'object',
  required: [
    ...['revision', 'reviewedBy', 'reviewedAt', 'expiresAt', 'components'],
  ],
  properties: {
    revision: TEXT,
    reviewedBy: TEXT,
    reviewedAt: DAY,
    expiresAt: DAY,
    components: {
      type: 'array',
      minItems: 1,
      items: {
        type: 'object',
        required: ['purl', 'integrity', 'licence'],
        properties: {
          purl: { type: 'string', pattern: '^pkg:npm/' },
          integrity: { type: 'string', pattern: '^sha512-' },
          licence: TEXT,
        },
      },
    },
  },
});

/**
 * Reads an organisation's own list of approved components; every part that
 * compares components reads it here, so that none knows another list.
 *
 * @throws with file and place when something is missing or wrong
 * @public
 */
export function readComponentBaseline(file: string): ComponentBaseline {
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new Error(
      `The list of approved components ${file} cannot be read: ${error}`,
    );
  }
  if (isBaseline(content)) return content;
  const [problem] = isBaseline.errors ?? [];
  throw new Error(
    `The list of approved components ${file} is wrong at ${
      problem?.instancePath || 'its beginning'
    }: it ${problem?.message ?? 'is something else'}`,
  );
}
