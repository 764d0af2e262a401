import { afterEach, expect, test } from 'vitest';
import { seatOfHost, seatOfPerson } from '../../shared/session/session.events.ts';
import type { StreamView } from '../../shared/session/session.view.ts';
import {
  actors,
  codeOf,
  type House,
  joinLesson,
  must,
  neighbourhood,
  SESSION,
} from '../support/session-house.ts';
import { nth } from '../support/session-log.ts';

const { open, clear } = neighbourhood();
afterEach(clear);

const place = { seat: seatOfHost(nth.room(9)), part: 'host' } as const;
const sit = (house: House, onGone: () => void = () => undefined) =>
  house.sessions.hosts.sit(SESSION, place, onGone);
const print = Array.from({ length: 32 }, () => '0A').join(':');
const begun = async (house: House) => {
  const teacher = house.connect(actors.teacher(1));
  await joinLesson(teacher);
  must(await teacher.ask('session.start', { sessionId: SESSION }, house.newId()));
  return teacher;
};

test('equipment comes into no lesson that is not open, unknown or over', async () => {
  const house = await open();
  expect(codeOf(await sit(house))).toBe('LESSON_NOT_LIVE');
  const unknown = await house.sessions.hosts.sit(nth.session(77), place, () => undefined);
  expect(codeOf(unknown)).toBe('NOT_FOUND');
  const teacher = await begun(house);
  must(await teacher.ask('session.end', { sessionId: SESSION }, house.newId()));
  expect(codeOf(await sit(house))).toBe('LESSON_NOT_LIVE');
});

test('it may show before the start and speak after it; a room gets it as the lecturer’s', async () => {
  const house = await open();
  const teacher = house.connect(actors.teacher(1));
  await joinLesson(teacher);
  const host = must(await sit(house));
  expect(codeOf(await host.feed('voice', 'opus'))).toBe('STREAM_REFUSED');
  const camera = must(await host.feed('camera', 'h264'));
  must(await teacher.ask('session.start', { sessionId: SESSION }, house.newId()));
  const voice = must(await host.feed('voice', 'opus'));
  await house.quiet();
  const screen = house.connect(actors.screen(1));
  const { snapshot } = await joinLesson(screen);
  const seat = seatOfPerson(nth.person(1));
  expect(Object.values<StreamView>(snapshot.view.streams)).toEqual(
    expect.arrayContaining([
      { streamId: camera.streamId, seat, part: 'lecturer', source: 'camera', codec: 'video/H264' },
      { streamId: voice.streamId, seat, part: 'lecturer', source: 'voice', codec: 'audio/opus' },
    ]),
  );
});

test('a player gets its picture as it is sent, and the small copy only where it can take no other', async () => {
  const house = await open();
  await begun(house);
  const host = must(await sit(house));
  const again = must(await host.feedCompatible('camera'));
  const camera = must(await host.feed('camera', 'h264'));
  await house.quiet();
  const codec = (mimeType: 'video/H264' | 'video/VP8', payloadType: number) => ({ mimeType, payloadType });
  const plays = async (...codecs: ReturnType<typeof codec>[]) => {
    const fingerprints = [{ algorithm: 'sha-256' as const, value: print }];
    const { outletId } = must(await host.openOutlet({ codecs, dtlsParameters: { fingerprints } }));
    return must(await host.playOutlet(outletId, 'camera'));
  };
  expect(await plays(codec('video/H264', 96), codec('video/VP8', 97))).toEqual([camera.streamId]);
  expect(await plays(codec('video/VP8', 97))).toEqual([again.streamId]);
});

test('it leaves with its streams, and without a trace in who was there', async () => {
  const house = await open();
  const teacher = await begun(house);
  const host = must(await sit(house));
  const camera = must(await host.feed('camera', 'h264'));
  await house.quiet();
  expect(Object.keys(teacher.mirror?.view.streams ?? {})).toEqual([camera.streamId]);
  await host.leave();
  await host.leave();
  await house.quiet();
  expect(teacher.mirror?.view.streams).toEqual({});
  expect(Object.keys(teacher.mirror?.view.seats ?? {})).not.toContain(place.seat);
  expect(codeOf(await host.feed('camera', 'h264'))).toBe('NOT_FOUND');
});

test('a worker’s death takes its streams, and it may send again', async () => {
  const house = await open();
  const teacher = await begun(house);
  const host = must(await sit(house));
  must(await host.feed('camera', 'h264'));
  house.engine.failSpace(SESSION as never, 'died');
  await house.quiet();
  expect(teacher.mirror?.view.streams).toEqual({});
  await host.leave();
  const again = must(await sit(house));
  must(await again.feed('camera', 'h264'));
  await house.quiet();
  expect(Object.keys(teacher.mirror?.view.streams ?? {})).toHaveLength(1);
});

test('when the server stops, it is lost like everybody', async () => {
  const house = await open();
  await begun(house);
  must(await sit(house));
  await house.sessions.drain();
  expect(codeOf(await sit(house))).toBe('UNAVAILABLE');
  const events = await house.sessions.reader.eventsOf(SESSION);
  expect(events.filter(({ type }) => type === 'presence.lost')).toHaveLength(2);
});
