import { DATA_CLASSES, type Integration } from '@micro-apps/governance-core';
import {
  ANNOTATION_MINIMUM_CLASS,
  integrationOf,
} from '@micro-apps/plugin-micro-apps-common';
import { z } from 'zod';
import type { Problem, Read } from './problem';
import { readSources, type Source } from './source';

const NO_ENTITY =
  'This is no catalog entity: it needs apiVersion, kind and metadata.name';
const NO_TEXT = 'Write the value of an annotation as text, in quotes';
const entitySchema = z
  .object({
    apiVersion: z.string({ error: NO_ENTITY }),
    kind: z.string({ error: NO_ENTITY }),
    metadata: z
      .object(
        {
          name: z.string({ error: NO_ENTITY }),
          annotations: z
            .record(z.string(), z.string({ error: NO_TEXT }))
            .optional(),
        },
        { error: NO_ENTITY },
      )
      .catchall(z.json()),
    spec: z.record(z.string(), z.json()).optional(),
  })
  .catchall(z.json());
type Entity = Parameters<typeof integrationOf>[0];

/**
 * Reads the integration catalog from a file of catalog entities, as the portal
 * does from its catalog: what carries a minimum class is an integration.
 */
export function readIntegrations(file: string): Read<readonly Integration[]> {
  const sources = readSources(file);
  if (!sources.ok) return sources;
  const problems: Problem[] = [];
  const integrations: Integration[] = [];
  for (const source of sources.value) {
    const entity = entityOf(source);
    if (!entity.ok) problems.push(...entity.problems);
    else if (entity.value) integrations.push(integrationOf(entity.value));
  }
  if (problems.length > 0) return { ok: false, problems };
  if (integrations.length === 0) {
    const message = `No entity of this file has the annotation ${ANNOTATION_MINIMUM_CLASS}`;
    return { ok: false, problems: [{ file, message }] };
  }
  return { ok: true, value: integrations };
}

function entityOf(source: Source): Read<Entity | undefined> {
  const { file } = source;
  const parsed = entitySchema.safeParse(source.data);
  if (!parsed.success) {
    const [{ path, message }] = parsed.error.issues;
    return {
      ok: false,
      problems: [{ file, ...source.place(path), message }],
    };
  }
  const minimum = parsed.data.metadata.annotations?.[ANNOTATION_MINIMUM_CLASS];
  if (minimum === undefined) return { ok: true, value: undefined };
  if (!DATA_CLASSES.some(each => each === minimum)) {
    const at = ['metadata', 'annotations', ANNOTATION_MINIMUM_CLASS];
    const message = `Use one of: ${DATA_CLASSES.join(', ')}`;
    return { ok: false, problems: [{ file, ...source.place(at), message }] };
  }
  return { ok: true, value: parsed.data };
}
