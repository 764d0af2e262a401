import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { createHub } from '../../test/support/hub.ts';
import { nth } from '../../test/support/session-log.ts';
import { createPhoneCodes } from './phone.codes.ts';
import { CODE_GRACE_MS, CODE_LIFE_MS, PASS_LIFE_MS } from './phone.rules.ts';

function twoServers() {
  let nowMs = 1_800_000_000_000;
  const hub = createHub();
  const clock = { nowMs: () => nowMs };
  const make = () => createPhoneCodes({ clock, random: randomBytes, bus: hub.bus() });
  const pass = (ms: number) => {
    nowMs += ms;
  };
  return { screen: make(), phone: make(), hub, pass };
}
const room = { sessionId: nth.session(1), roomId: nth.room(1) };
const lectern = { sessionId: nth.session(1), roomId: null, lecturerId: nth.person(1) };

test('a code that one server shows is good at the other, for as long', () => {
  const { screen, phone, pass } = twoServers();
  const { code } = screen.show(room);
  expect(phone.placeOf('guessed')).toBeNull();
  expect(phone.placeOf(code)).toEqual(room);
  expect(phone.placeOf(screen.show(lectern).code)).toEqual(lectern);
  pass(CODE_LIFE_MS + CODE_GRACE_MS - 1);
  expect(phone.placeOf(code)).toEqual(room);
  pass(1);
  expect(phone.placeOf(code)).toBeNull();
  expect(screen.placeOf(code)).toBeNull();
});

test('a pass is good at both until it is taken at one', () => {
  const { screen, phone, pass } = twoServers();
  const taken = phone.givePass(room);
  const old = phone.givePass(lectern);
  expect(screen.passed(taken)).toEqual(room);
  screen.takePass(taken);
  expect(phone.passed(taken)).toBeNull();
  pass(PASS_LIFE_MS);
  expect(screen.passed(old)).toBeNull();
});

test('what was shown while nobody could be told is good at its own server alone', () => {
  const { screen, phone, hub } = twoServers();
  hub.setAway(true);
  const { code } = screen.show(room);
  expect(phone.placeOf(code)).toBeNull();
  expect(screen.placeOf(code)).toEqual(room);
});
