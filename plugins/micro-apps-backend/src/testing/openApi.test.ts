import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import {
  MicroAppsClient,
  microAppsPermissions,
} from '@micro-apps/plugin-micro-apps-common';
import { stringify } from 'yaml';
import { useDocumentedPortal } from './__testUtils__/documentedPortal';

const FILE = resolve(__dirname, '../../openapi.yaml');
const HEADER =
  '# Made from the schemas of the routes. To make it anew, run:\n# yarn workspace @micro-apps/plugin-micro-apps-backend openapi\n';

const running = useDocumentedPortal();

describe('the OpenAPI document', () => {
  it('is committed as the backend serves it', () => {
    const { served } = running();
    const text = HEADER + stringify(served, { aliasDuplicateObjects: false });
    if (process.env.MICRO_APPS_WRITE_OPENAPI) writeFileSync(FILE, text);
    expect(existsSync(FILE) && readFileSync(FILE, 'utf8')).toBe(text);
  });

  it('names a schema for every success and a known permission for every user', () => {
    const { check } = running();
    const known = microAppsPermissions.map(({ name }) => name);
    for (const operation of check.operations) {
      const successes = Object.entries(operation.responses).filter(([status]) =>
        status.startsWith('2'),
      );
      expect(successes.length).toBeGreaterThan(0);
      for (const [, { content }] of successes) {
        const lines = operation.operationId === 'exportAudit';
        expect(content).toEqual({
          [lines ? 'application/x-ndjson' : 'application/json']: {
            schema: {
              $ref: expect.stringMatching(/^#\/components\/schemas\//),
            },
          },
        });
      }
      const permissions = [operation['x-permission'] ?? 'none'];
      const expected = operation['x-caller'] === 'user' ? known : ['none'];
      expect(expected).toEqual(expect.arrayContaining(permissions));
    }
  });

  it('calls its operations as the client calls its methods', () => {
    const { check } = running();
    const methods: string[] = [];
    let part: object = MicroAppsClient.prototype;
    while (part !== Object.prototype) {
      methods.push(...Object.getOwnPropertyNames(part));
      part = Object.getPrototypeOf(part);
    }
    const ids = check.operations
      .filter(operation => operation['x-caller'] === 'user')
      .map(({ operationId }) => operationId);
    expect(ids.sort()).toEqual(
      methods.filter(name => name !== 'constructor').sort(),
    );
  });
});
