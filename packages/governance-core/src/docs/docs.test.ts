import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CONTROL_CATALOGUE } from '../controls/catalogue';
import { controlIndex, controlPage } from './controlPages';
import { riskModelPage } from './riskModelPage';

const docs = join(__dirname, '../../../../docs');

describe('the generated pages', () => {
  it('are one for each control, and none beside', () => {
    expect(readdirSync(join(docs, 'controls')).sort()).toEqual(
      ['README.md', ...CONTROL_CATALOGUE.map(({ id }) => `${id}.md`)].sort(),
    );
  });

  it.each([
    ['controls/README.md', controlIndex()] as const,
    ['risk-model.md', riskModelPage()] as const,
    ...CONTROL_CATALOGUE.map(
      control => [`controls/${control.id}.md`, controlPage(control)] as const,
    ),
  ])(
    'say in docs/%s what the tables say; "yarn docs" writes it',
    (path, text) => {
      expect(readFileSync(join(docs, path), 'utf8')).toBe(text);
    },
  );
});
