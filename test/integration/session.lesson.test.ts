import { afterEach, expect, test } from 'vitest';
import { spaceOf } from '../../server/session/session.media.ts';
import { viewOf } from '../../shared/session/session.audience.ts';
import type { SessionEvent } from '../../shared/session/session.events.ts';
import { actors, joinLesson, must, neighbourhood, SESSION } from '../support/session-house.ts';
import { nth } from '../support/session-log.ts';
import { cameraParameters, dtls } from '../support/session-media.ts';

const { open, clear } = neighbourhood();
afterEach(clear);
const typesOf = (events: readonly SessionEvent[]): string[] => events.map((event) => event.type);

test('a lesson from its start to its end: seen, lost, joined again, written down', async () => {
  const house = await open();
  const { clock, sessions, newId } = house;
  const teacher = house.connect(actors.teacher(1));
  const screen = house.connect(actors.screen(1));
  expect(await joinLesson(teacher, { part: 'lecturer' })).toMatchObject({ part: 'lecturer' });
  const first = await joinLesson(screen);
  expect(first).toMatchObject({ part: 'room', media: { epoch: 0, maySend: ['camera', 'voice'] } });
  must(await teacher.ask('session.start', { sessionId: SESSION }, newId()));

  // Both connect their media; the teacher sends, the screen receives.
  for (const direction of ['send', 'receive'] as const) {
    must(await teacher.ask('media.connect', { sessionId: SESSION, direction, dtlsParameters: dtls }));
    must(await screen.ask('media.connect', { sessionId: SESSION, direction, dtlsParameters: dtls }));
  }
  const camera = { sessionId: SESSION, source: 'camera', rtpParameters: cameraParameters } as const;
  const { streamId } = must(await teacher.ask('media.publish', camera));
  await house.quiet();
  expect(screen.mirror?.view.streams[streamId]).toMatchObject({ part: 'lecturer', source: 'camera' });
  const rtpCapabilities = first.media?.rtpCapabilities ?? {};
  const asked = { sessionId: SESSION, rtpCapabilities, streamIds: [streamId] };
  const received = must(await screen.ask('media.receive', asked));
  expect(received.consumers.map((each) => each.streamId)).toEqual([streamId]);

  // The line of the room is cut for 20 s and the screen comes back in its seat.
  clock.pass(60_000);
  screen.drop('timeout', 8_000);
  await house.quiet();
  expect(teacher.mirror?.view.seats[first.seat]?.presence).toMatchObject({ state: 'lost', cause: 'timeout' });
  clock.pass(12_000);
  const again = house.connect(actors.screen(1));
  expect(await joinLesson(again, { resumeToken: first.resumeToken })).toMatchObject({ seat: first.seat });
  clock.pass(60_000);
  must(await teacher.ask('session.end', { sessionId: SESSION }, newId()));
  await house.quiet();

  expect(again.mirror?.view.lesson.phase).toMatchObject({ state: 'ended', reason: 'lecturer' });
  expect(house.engine.inspect(spaceOf(SESSION))).toBeNull();
  const events = await sessions.reader.eventsOf(SESSION);
  expect(typesOf(events)).toEqual([
    'session.opened',
    'presence.joined',
    'presence.joined',
    'session.started',
    'media.connected',
    'media.connected',
    'stream.published',
    'presence.lost',
    'presence.joined',
    'stream.closed',
    'media.disconnected',
    'session.ended',
  ]);
  const lost = events.find((event) => event.type === 'presence.lost');
  expect((lost?.recordedAtMs ?? 0) - (lost?.occurredAtMs ?? 0)).toBe(8_000);
  expect(teacher.gaps + again.gaps).toBe(0);
  const state = await sessions.reader.stateOf(SESSION);
  expect(teacher.mirror?.view).toEqual(viewOf(state, { kind: 'console' }));
  expect(again.mirror?.view).toEqual(viewOf(state, { kind: 'screen', roomId: nth.room(1) }));
});
