import { afterEach, describe, expect, test } from 'vitest';
import type { Actor } from '../../server/identity/identity.types.ts';
import { regionId } from '../../shared/kernel/ids.ts';
import type { RoleGrant, StaffRole } from '../../shared/person.ts';
import { seatOfRoom } from '../../shared/session/session.events.ts';
import {
  actors,
  codeOf,
  type House,
  joinLesson,
  must,
  neighbourhood,
  SESSION,
} from '../support/session-house.ts';
import { nth, nthId } from '../support/session-log.ts';
import { dtls, voiceParameters } from '../support/session-media.ts';

const { open, clear } = neighbourhood();
afterEach(clear);
const here = { sessionId: SESSION };
const voice = { ...here, source: 'voice', rtpParameters: voiceParameters } as const;
const county = regionId.parse(nthId(800_001));
const otherCounty = regionId.parse(nthId(800_002));

/** Somebody of an office, without a school. */
const above = (role: StaffRole, region = county): Actor => {
  const grant: RoleGrant = { role, scope: { kind: 'region', regionId: region } };
  return { kind: 'person', personId: nth.person(95), loginId: 'login-95', schoolId: null, grants: [grant] };
};
const ask = (house: House, client: ReturnType<House['connect']>) => ({
  start: () => client.ask('session.start', here, house.newId()),
  end: () => client.ask('session.end', here, house.newId()),
  reopen: () => client.ask('session.reopen', here, house.newId()),
  call: () => client.ask('stage.call', { ...here, seat: seatOfRoom(nth.room(1)) }, house.newId()),
});

describe('somebody with a role in the region and no school', () => {
  test.each([
    ['an administrator of the next county', above('admin', otherCounty), 'NOT_FOUND'],
    ['a viewer of the county', above('viewer'), 'NOT_FOUND'],
    ['an inspector of the county', above('inspector'), 'FORBIDDEN'],
    ['a researcher of the county', above('researcher'), 'FORBIDDEN'],
    ['a local teacher of the county', above('localTeacher'), 'FORBIDDEN'],
  ])('%s leads no lesson', async (_who, actor, code) => {
    const house = await open();
    const client = house.connect(actor);
    expect(codeOf(await client.ask('session.join', { ...here, part: 'assistant' }))).toBe(code);
    const may = ask(house, client);
    for (const refused of [may.start, may.end, may.reopen, may.call])
      expect(codeOf(await refused())).toBe(code);
  });

  test.each(['admin', 'inspector', 'researcher'] as const)('%s comes unseen and silent', async (role) => {
    const house = await open();
    const client = house.connect(above(role));
    expect(await joinLesson(client)).toMatchObject({ part: 'observer', media: { maySend: [] } });
    expect(codeOf(await client.ask('media.publish', voice))).toBe('FORBIDDEN');
  });

  test('an administrator steps in: sits down, starts, is heard, calls, ends and goes on', async () => {
    const house = await open();
    const screen = house.connect(actors.screen(1));
    await joinLesson(screen);
    const client = house.connect(above('admin'));
    expect(await joinLesson(client, { part: 'assistant' })).toMatchObject({ part: 'assistant' });
    const may = ask(house, client);
    must(await may.start());
    await house.quiet();
    must(await client.ask('media.join', here));
    must(await client.ask('media.publish', voice));
    must(await screen.ask('media.connect', { ...here, direction: 'receive', dtlsParameters: dtls }));
    await house.quiet();
    must(await may.call());
    must(await may.end());
    must(await may.reopen());
  });

  test('an administrator ends and reopens the lesson of another, and does not take it over', async () => {
    const house = await open();
    const teacher = house.connect(actors.teacher(1));
    await joinLesson(teacher);
    must(await teacher.ask('session.start', here, house.newId()));
    const client = house.connect(above('admin'));
    const may = ask(house, client);
    expect(codeOf(await may.start())).toBe('ALREADY_LED');
    must(await may.end());
    must(await may.reopen());
    expect(teacher.mirror?.view.lesson).toMatchObject({ lecturerId: nth.person(1) });
  });
});
