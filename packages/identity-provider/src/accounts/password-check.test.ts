import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PasswordCheck } from './password-check.ts';

function setUp() {
  const clock = { now: 1_000_000 };
  const passwords = new PasswordCheck(
    new Map([
      ['maya', 'right password'],
      ['sam', 'another password'],
    ]),
    () => clock.now,
  );
  const attempt = (login: string, password: string) =>
    passwords.check({ login, password }).outcome;
  return { clock, attempt };
}

test('the right password is ok, by user name or e-mail', () => {
  const { attempt } = setUp();
  assert.equal(attempt('maya', 'right password'), 'ok');
  assert.equal(attempt(' MAYA@example.com ', 'right password'), 'ok');
});

test('a wrong password, an unknown name and an account without a password are wrong', () => {
  const { attempt } = setUp();
  assert.equal(attempt('maya', 'another password'), 'wrong');
  assert.equal(attempt('maya', ''), 'wrong');
  assert.equal(attempt('nobody', 'right password'), 'wrong');
  assert.equal(attempt('ivan', ''), 'wrong');
});

test('five wrong passwords make one account wait 30 seconds', () => {
  const { attempt, clock } = setUp();
  for (let count = 0; count < 5; count++) {
    assert.equal(attempt('maya', 'wrong'), 'wrong');
  }
  assert.equal(attempt('maya', 'right password'), 'wait');
  assert.equal(attempt('sam', 'another password'), 'ok');
  clock.now += 29_000;
  assert.equal(attempt('maya', 'right password'), 'wait');
  clock.now += 1_000;
  assert.equal(attempt('maya', 'right password'), 'ok');
});

test('a right password forgets the wrong ones before it', () => {
  const { attempt } = setUp();
  for (let round = 0; round < 3; round++) {
    for (let count = 0; count < 4; count++) {
      assert.equal(attempt('maya', 'wrong'), 'wrong');
    }
    assert.equal(attempt('maya', 'right password'), 'ok');
  }
});
