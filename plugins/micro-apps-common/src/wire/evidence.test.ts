import {
  ATTESTATION_STATEMENTS,
  attestRequest,
  DOCUMENT_QUESTIONS,
  documentRequest,
} from './evidence';

const envelopeHash = 'a'.repeat(64);

describe('attestRequest', () => {
  it('needs every statement', () => {
    expect(
      attestRequest.safeParse({
        envelopeHash,
        statements: [...ATTESTATION_STATEMENTS],
      }).success,
    ).toBe(true);
    expect(
      attestRequest.safeParse({
        envelopeHash,
        statements: ATTESTATION_STATEMENTS.slice(1),
      }).error?.issues[0].message,
    ).toBe('Confirm every statement');
  });
});

describe('documentRequest', () => {
  it.each(['incident-response-plan', 'encryption-statement'] as const)(
    'needs every answer of %s and no other',
    kind => {
      const answers = Object.fromEntries(
        DOCUMENT_QUESTIONS[kind].map(({ id }) => [id, 'a real answer here']),
      );
      expect(
        documentRequest.safeParse({ kind, envelopeHash, answers }).success,
      ).toBe(true);
      const [first, ...others] = DOCUMENT_QUESTIONS[kind];
      expect(
        documentRequest.safeParse({
          kind,
          envelopeHash,
          answers: Object.fromEntries(
            others.map(({ id }) => [id, 'a real answer here']),
          ),
        }).error?.issues[0].message,
      ).toBe(`Answer: ${first.question}`);
      expect(
        documentRequest.safeParse({
          kind,
          envelopeHash,
          answers: { ...answers, extra: 'was not asked for' },
        }).success,
      ).toBe(false);
    },
  );
});
