import { sentenceOf } from '../provisioning/sentenceOf';
import { causeOf, isDatabaseAway, isUniqueViolation } from './database';

function failed(code: string, message: string, name = 'Error'): Error {
  return Object.assign(new Error(message), { code, name });
}

describe('errors of a database', () => {
  it.each(['08006', '53300', '57P01', '25006', 'SQLITE_BUSY', 'SQLITE_FULL'])(
    'with the code %s mean that it is away for now',
    code => {
      expect(isDatabaseAway(failed(code, 'x'))).toBe(true);
      expect(isUniqueViolation(failed(code, 'x'))).toBe(false);
    },
  );

  it('that a repetition cannot heal do not', () => {
    for (const code of ['23505', '42P01', 'SQLITE_ERROR', '22021', '']) {
      expect(isDatabaseAway(failed(code, 'x'))).toBe(false);
    }
    expect(isDatabaseAway(undefined)).toBe(false);
    expect(isDatabaseAway(failed('', 'x', 'KnexTimeoutError'))).toBe(true);
  });

  it('are logged without the statement and its values', () => {
    const error = failed(
      '23505',
      `insert into "apps" ("purpose") values ('Maya - her salary') - duplicate key value`,
      'error',
    );
    expect(causeOf(error)).toBe('error 23505: duplicate key value');
    expect(causeOf(new Error('No such app - or gone'))).toBe(
      'Error: No such app - or gone',
    );
    expect(sentenceOf(error)).toMatch(/^The registry could not note/);
    // What the file system says has five letters as well.
    const pipe = failed('EPIPE', 'The app - or its pipe - is gone');
    expect(sentenceOf(pipe)).toBe('The app - or its pipe - is gone');
    expect(causeOf('thrown text')).toBe('thrown text');
  });
});
