import { expect, it } from 'vitest';
import { officeProblem } from '../../../shared/person.ts';
import { loginEn } from '../../../shared/text/login.en.ts';
import { officeAddress, officeProblemIn } from './office.model.ts';

it('reads no problem that it has no words for', () => {
  expect(officeProblemIn('')).toBeNull();
  expect(officeProblemIn('?office=')).toBeNull();
  expect(officeProblemIn('?office=<b>')).toBeNull();
  expect(officeProblemIn('?office=unknown')).toBe('unknown');
  for (const each of officeProblem.options) expect(loginEn[`office.${each}`]).not.toBe('');
});

it('asks to come back to the page that was wanted', () => {
  expect(officeAddress('/')).toBe('/auth/office');
  expect(officeAddress('/lessons?day=2026-09-01&a=b')).toBe(
    '/auth/office?to=%2Flessons%3Fday%3D2026-09-01%26a%3Db',
  );
});
