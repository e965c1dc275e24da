import { someEvidence } from '@micro-apps/governance-core/testing';
import { anApp, HIGH, MEDIUM, REVIEWER } from '../../testing/builders';
import { suggestionFor } from './suggestionFor';

describe('suggestionFor', () => {
  it('is to approve when everything is met', () => {
    const app = anApp({}, { ...MEDIUM, evidence: 'all' });
    expect(suggestionFor(app)).toEqual({ kind: 'approve' });
  });

  it('is to ask for changes when something was found, whatever is not known', () => {
    const app = anApp(
      {},
      {
        ...MEDIUM,
        evidence: [someEvidence({ kind: 'component-scan', outcome: 'fail' })],
      },
    );
    expect(suggestionFor(app)).toEqual({
      kind: 'changes',
      titles: ['Components checked'],
    });
  });

  it('is to wait while something is not known', () => {
    const app = anApp(
      {},
      { ...MEDIUM, evidence: 'all', except: ['redacted-logs'] },
    );
    expect(suggestionFor(app)).toEqual({
      kind: 'wait',
      titles: ['Clean logs'],
    });
  });

  it('is to review first where that is the reader’s own part', () => {
    const facts = {
      ...HIGH,
      evidence: 'all',
      except: ['security-review'],
    } as const;
    expect(suggestionFor(anApp({ viewer: REVIEWER }, facts))).toEqual({
      kind: 'review',
    });
    expect(suggestionFor(anApp({}, facts))).toEqual({
      kind: 'wait',
      titles: ['Security review'],
    });
  });
});
