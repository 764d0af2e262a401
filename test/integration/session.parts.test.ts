import { afterEach, describe, expect, test } from 'vitest';
import { attendanceOf } from '../../server/attendance/attendance.rules.ts';
import { settle } from '../../server/attendance/settle.rules.ts';
import { seatOfObserver, seatOfPerson, seatOfRoom } from '../../shared/session/session.events.ts';
import {
  actors,
  codeOf,
  type House,
  joinLesson,
  lessonEntry,
  must,
  neighbourhood,
  SESSION,
  type TestClient,
} from '../support/session-house.ts';
import { camera, connectMedia, here, space, startedLesson, voice } from '../support/session-lesson.ts';
import { nth } from '../support/session-log.ts';

const { open, clear } = neighbourhood();
afterEach(clear);
const elsewhere = { sessionId: nth.session(2) };
const room = (n: number) => ({ ...here, roomId: nth.room(n) });
const logAlone = { linkId: null, holders: new Map(), schoolOf: () => null, evidence: new Map() };
const refusals = ['FORBIDDEN', 'NOT_FOUND'];

async function running(house: House) {
  const started = await startedLesson(house);
  await connectMedia(started.screen, ['receive']);
  await house.quiet();
  return started;
}
const told = async (house: House, client: TestClient, n: number) => {
  await house.quiet();
  return client.mirror?.view.seats[seatOfRoom(nth.room(n))];
};
/** Two lessons of the same rooms, so that a foreign one exists. */
const twoLessons = () => [lessonEntry([1, 2]), lessonEntry([1, 2], 2)];

describe('the phone of a room', () => {
  test('raises its hand, counts and signals; lecturer and own wall see it, other walls do not', async () => {
    const house = await open();
    const { teacher, screen } = await running(house);
    const other = house.connect(actors.screen(2));
    await joinLesson(other);
    const phone = house.connect(actors.phone(1, 5));
    expect(await joinLesson(phone)).toMatchObject({ part: 'phone', media: null });
    must(await phone.ask('hand.raise', room(1), house.newId()));
    must(await phone.ask('headCount.set', { ...room(1), presentCount: 18 }, house.newId()));
    must(await phone.ask('signal.send', { ...room(1), signal: 'cannotHear' }, house.newId()));
    for (const client of [teacher, screen, phone])
      expect(await told(house, client, 1)).toMatchObject({
        hand: { raisedAtMs: expect.any(Number) },
        headCount: { presentCount: 18, source: 'phoneNamed' },
        signal: { signal: 'cannotHear' },
      });
    expect(await told(house, other, 1)).toBeUndefined();
    // Being called on takes the hand down.
    must(await teacher.ask('stage.call', { ...here, seat: seatOfRoom(nth.room(1)) }, house.newId()));
    expect(await told(house, phone, 1)).toMatchObject({ hand: null });
    must(await phone.ask('hand.raise', room(1), house.newId()));
    must(await phone.ask('hand.lower', room(1), house.newId()));
    expect(await told(house, teacher, 1)).toMatchObject({ hand: null });
  });

  test('speaks for no other room, in no other lesson, and not before the start', async () => {
    const house = await open({ lessons: twoLessons() });
    const teacher = house.connect(actors.teacher(1));
    await joinLesson(teacher);
    const phone = house.connect(actors.phone(1));
    await joinLesson(phone);
    expect(codeOf(await phone.ask('hand.raise', room(1), house.newId()))).toBe('LESSON_NOT_LIVE');
    must(await teacher.ask('session.start', here, house.newId()));
    for (const at of [room(2), room(9), { ...elsewhere, roomId: nth.room(1) }]) {
      const words = JSON.stringify(at);
      const tries = [
        phone.ask('hand.raise', at, house.newId()),
        phone.ask('hand.lower', at, house.newId()),
        phone.ask('headCount.set', { ...at, presentCount: 1 }, house.newId()),
        phone.ask('signal.send', { ...at, signal: 'wait' }, house.newId()),
      ];
      for (const each of tries) expect(refusals, words).toContain(codeOf(await each));
    }
    expect(codeOf(await phone.ask('session.join', elsewhere))).toBe('NOT_FOUND');
    const types = (await house.sessions.reader.eventsOf(SESSION)).map((event) => event.type);
    expect(types.filter((type) => /^(hand|headCount|signal)/.test(type))).toEqual([]);
  });

  test('is told nothing of other rooms, carries no media, and leads nothing', async () => {
    const house = await open();
    const { teacher, screen } = await running(house);
    const two = house.connect(actors.screen(2));
    await joinLesson(two);
    const phone = house.connect(actors.phone(1));
    await joinLesson(phone);
    must(await two.ask('media.publish', camera));
    const other = house.connect(actors.phone(2));
    await joinLesson(other);
    await house.quiet();
    const seats = Object.keys(phone.mirror?.view.seats ?? {});
    expect(seats.filter((each) => each.includes(nth.room(2)))).toEqual([]);
    expect(seats).toContain(`phone:${nth.room(1)}`);
    expect(phone.mirror?.view.streams).toEqual({});
    expect(phone.mirror?.view.lesson.viewerCount).toBeNull();
    expect(refusals).toContain(codeOf(await phone.ask('media.join', here)));
    expect(refusals).toContain(codeOf(await phone.ask('media.publish', voice)));
    for (const name of ['session.start', 'session.end', 'session.reopen'] as const)
      expect(refusals, name).toContain(codeOf(await phone.ask(name, here, house.newId())));
    expect(house.engine.inspect(space)?.participants.map((each) => each.participantId)).not.toContain(
      phone.id,
    );
    // And a screen raises no hand by itself.
    expect(refusals).toContain(codeOf(await screen.ask('hand.raise', room(1), house.newId())));
    expect(refusals).toContain(codeOf(await teacher.ask('hand.raise', room(1), house.newId())));
  });

  test('counts and confirms after the end; a substitute’s word is kept as one', async () => {
    const house = await open();
    const { teacher } = await running(house);
    const phone = house.connect(actors.phone(1));
    must(await teacher.ask('session.end', here, house.newId()));
    expect(codeOf(await phone.ask('session.join', here))).toBe('LESSON_ENDED');
    must(await phone.ask('headCount.set', { ...room(1), presentCount: 17 }, house.newId()));
    const confirmation = { outcome: 'held', cause: null, clarity: 4, following: 5 } as const;
    must(await phone.ask('confirmation.set', { ...room(1), ...confirmation }, house.newId()));
    expect(await told(house, teacher, 1)).toMatchObject({
      headCount: { presentCount: 17, source: 'phoneSubstitute' },
      confirmation: { outcome: 'held', source: 'phoneSubstitute', late: false },
    });
  });
});

describe('what became of a lesson, by sign-in', () => {
  const said = { outcome: 'failed', cause: 'power', clarity: null, following: null } as const;
  const people = (house: House) => ({
    leadingAdmin: house.connect(actors.admin()),
    lecturer: house.connect(actors.teacher(1)),
    inspector: house.connect(actors.inspector()),
    other: house.connect(actors.teacher(5, 2)),
  });

  test('is for the people of the room alone, not for those of the school that leads', async () => {
    const house = await open();
    const { teacher } = await running(house);
    must(await teacher.ask('session.end', here, house.newId()));
    for (const [name, client] of Object.entries(people(house)))
      expect(refusals, name).toContain(
        codeOf(await client.ask('confirmation.set', { ...room(1), ...said }, house.newId())),
      );
    const own = house.connect(actors.teacher(6, 1));
    must(await own.ask('confirmation.set', { ...room(1), ...said }, house.newId()));
    const { confirmations } = await house.sessions.reader.stateOf(SESSION);
    expect(confirmations[nth.room(1)]).toMatchObject({ outcome: 'failed', cause: 'power', source: 'login' });
  });

  test('can be said of a lesson that nobody opened, after its time and not of one that was cancelled', async () => {
    const house = await open();
    const own = house.connect(actors.teacher(6, 1));
    const say = () => own.ask('confirmation.set', { ...room(1), ...said }, house.newId());
    expect(codeOf(await say())).toBe('LESSON_NOT_LIVE');
    house.clock.pass(24 * 3_600_000);
    must(await say());
    const events = await house.sessions.reader.eventsOf(SESSION);
    expect(events.map(({ type }) => type)).toEqual(['session.opened', 'session.ended', 'confirmation.set']);
    expect(events.at(-1)).toMatchObject({ body: { late: true } });
    expect(settle(SESSION, attendanceOf(events, house.clock.nowMs()), logAlone)).toMatchObject({
      lessonMs: 0,
      startedAtMs: null,
    });
    const cancelled = await open({ lessons: [lessonEntry([1, 2], 1, { cancelled: { reason: 'snow' } })] });
    cancelled.clock.pass(24 * 3_600_000);
    const there = cancelled.connect(actors.teacher(6, 1));
    const answer = await there.ask('confirmation.set', { ...room(1), ...said }, cancelled.newId());
    expect(codeOf(answer)).toBe('LESSON_NOT_LIVE');
  });
});

describe('the lecturer’s own phone', () => {
  test('sees the rooms, calls, counts, ends and reopens while its person leads', async () => {
    const house = await open();
    const { teacher, screen } = await running(house);
    const phone = house.connect(actors.lecternPhone(1));
    expect(await joinLesson(phone)).toMatchObject({ part: 'phone', media: null });
    const seat = seatOfRoom(nth.room(1));
    expect(phone.mirror?.view.seats[seat]).toBeDefined();
    must(await phone.ask('stage.call', { ...here, seat }, house.newId()));
    await house.quiet();
    expect(screen.mirror?.view.lesson.stage.map((each) => each.seat)).toEqual([seat]);
    must(await phone.ask('stage.release', { ...here, seat }, house.newId()));
    must(await phone.ask('headCount.set', { ...room(2), presentCount: 3 }, house.newId()));
    must(await phone.ask('session.end', here, house.newId()));
    await house.quiet();
    expect(teacher.mirror?.view.lesson.phase.state).toBe('ended');
    must(await phone.ask('session.reopen', here, house.newId()));
    await house.quiet();
    expect(teacher.mirror?.view.lesson.phase.state).toBe('live');
  });

  test('has no say once another leads, nor in a lesson that its person never led', async () => {
    const house = await open({ lessons: twoLessons() });
    const [planned, stranger] = [
      house.connect(actors.lecternPhone(1)),
      house.connect(actors.lecternPhone(2)),
    ];
    await joinLesson(planned);
    expect(codeOf(await stranger.ask('session.join', here))).toBe('NOT_FOUND');
    expect(codeOf(await planned.ask('session.join', elsewhere))).toBe('NOT_FOUND');
    const [screen, second] = [house.connect(actors.screen(1)), house.connect(actors.teacher(2))];
    await joinLesson(screen);
    await connectMedia(screen, ['receive']);
    must(await second.ask('session.start', here, house.newId()));
    const seat = seatOfRoom(nth.room(1));
    const asks = (client: TestClient) => [
      client.ask('stage.call', { ...here, seat }, house.newId()),
      client.ask('headCount.set', { ...room(1), presentCount: 3 }, house.newId()),
      client.ask('session.end', here, house.newId()),
    ];
    for (const each of asks(planned)) expect(refusals).toContain(codeOf(await each));
    for (const each of asks(stranger)) {
      // Its person leads now.
      expect(codeOf(await each)).toBe('ok');
    }
    for (const each of [planned.ask('session.reopen', here, house.newId())])
      expect(refusals).toContain(codeOf(await each));
  });
});

describe('a viewer', () => {
  const live = () => [lessonEntry([1, 2], 1, { mode: 'live' }), lessonEntry([1, 2], 2, { mode: 'live' })];

  test('sees and hears the lecturer of a live lesson and nothing else', async () => {
    const house = await open({ lessons: live() });
    const { teacher, rtpCapabilities } = await running(house);
    const viewer = house.connect(actors.viewer(1));
    expect(await joinLesson(viewer)).toMatchObject({ part: 'viewer', media: { maySend: [] } });
    const { streamId } = must(await teacher.ask('media.publish', camera));
    await house.quiet();
    const view = viewer.mirror?.view;
    expect(Object.keys(view?.streams ?? {})).toEqual([streamId]);
    expect(Object.keys(view?.seats ?? {})).toEqual([seatOfPerson(nth.person(1))]);
    expect(view?.lesson.viewerCount).toBeNull();
    const wanted = { ...here, rtpCapabilities, streamIds: [streamId] };
    expect(must(await viewer.ask('media.receive', wanted)).consumers).toHaveLength(1);
    // Counted for whom it concerns, shown to nobody.
    expect(teacher.mirror?.view.lesson.viewerCount).toBe(1);
    expect(Object.keys(teacher.mirror?.view.seats ?? {}).filter((each) => /^viewer/.test(each))).toEqual([]);
    viewer.drop('timeout');
    await house.quiet();
    expect(teacher.mirror?.view.lesson.viewerCount).toBe(0);
  });

  test('sends nothing, says nothing, and has no business in another lesson', async () => {
    const house = await open({ lessons: live() });
    await running(house);
    const viewer = house.connect(actors.viewer(1));
    await joinLesson(viewer);
    for (const stream of [camera, voice])
      expect(refusals).toContain(codeOf(await viewer.ask('media.publish', stream)));
    const asks = [
      viewer.ask('stage.call', { ...here, seat: seatOfRoom(nth.room(1)) }, house.newId()),
      viewer.ask('headCount.set', { ...room(1), presentCount: 3 }, house.newId()),
      viewer.ask('hand.raise', room(1), house.newId()),
      viewer.ask('session.end', here, house.newId()),
      viewer.ask('session.start', here, house.newId()),
    ];
    for (const each of asks) expect(refusals).toContain(codeOf(await each));
    const before = (await house.sessions.reader.eventsOf(nth.session(2))).length;
    expect(codeOf(await viewer.ask('session.join', elsewhere))).toBe('NOT_FOUND');
    expect(await house.sessions.reader.eventsOf(nth.session(2))).toHaveLength(before);
    expect(house.engine.inspect(space)?.streams).toEqual([]);
  });

  test('has no place in a lesson that is not live, and none after the end', async () => {
    const house = await open();
    const viewer = house.connect(actors.viewer(1));
    expect(codeOf(await viewer.ask('session.join', here))).toBe('FORBIDDEN');
    expect(await house.sessions.reader.eventsOf(SESSION)).toEqual([]);
    const shown = await open({ lessons: live() });
    const { teacher } = await running(shown);
    must(await teacher.ask('session.end', here, shown.newId()));
    const late = shown.connect(actors.viewer(1));
    expect(codeOf(await late.ask('session.join', here))).toBe('LESSON_ENDED');
  });
});

describe('members by name', () => {
  const meeting = (mode: 'seminar' | 'observation') =>
    lessonEntry(mode === 'seminar' ? [] : [1, 2], 1, {
      kind: 'master',
      mode,
      memberIds: [nth.person(6), nth.person(7)],
    });

  test('of a seminar all speak, and only after the start', async () => {
    const house = await open({ lessons: [meeting('seminar')] });
    const [leader, six, seven] = [1, 6, 7].map((n) => house.connect(actors.teacher(n, n === 1 ? 0 : n)));
    if (leader === undefined || six === undefined || seven === undefined) throw new Error('nobody');
    await joinLesson(leader);
    for (const client of [six, seven]) {
      expect(await joinLesson(client)).toMatchObject({ part: 'member' });
      expect(codeOf(await client.ask('media.publish', voice))).toBe('STREAM_REFUSED');
      expect(codeOf(await client.ask('session.start', here, house.newId()))).toBe('FORBIDDEN');
    }
    must(await leader.ask('session.start', here, house.newId()));
    for (const client of [leader, six, seven]) must(await client.ask('media.publish', voice));
    await house.quiet();
    expect(Object.keys(seven.mirror?.view.streams ?? {})).toHaveLength(3);
    const stranger = house.connect(actors.teacher(8, 8));
    expect(codeOf(await stranger.ask('session.join', here))).toBe('NOT_FOUND');
    expect(codeOf(await six.ask('session.end', here, house.newId()))).toBe('FORBIDDEN');
    must(await leader.ask('session.end', here, house.newId()));
    expect(codeOf(await six.ask('media.publish', voice))).toBe('LESSON_ENDED');
  });

  test('of an observation are unseen by class and lecturer, and silent', async () => {
    const house = await open({ lessons: [meeting('observation')] });
    const { teacher, screen } = await running(house);
    const before = [teacher.told.length, screen.told.length];
    const six = house.connect(actors.teacher(6, 6));
    expect(await joinLesson(six)).toMatchObject({
      part: 'observer',
      seat: seatOfObserver(nth.person(6)),
      media: { maySend: [] },
    });
    for (const stream of [camera, voice])
      expect(codeOf(await six.ask('media.publish', stream))).toBe('STREAM_REFUSED');
    // The class is in front of them.
    expect(six.mirror?.view.seats[seatOfRoom(nth.room(1))]).toBeDefined();
    expect(
      codeOf(await six.ask('stage.call', { ...here, seat: seatOfRoom(nth.room(1)) }, house.newId())),
    ).toBe('FORBIDDEN');
    six.drop('client');
    await house.quiet();
    expect([teacher.told.length, screen.told.length]).toEqual(before);
  });
});

test('the lecture room’s own pupils are counted on the leading side, and in no report of rooms', async () => {
  const lectureRoomId = nth.room(50);
  const leadingClass = { classId: null, expectedCount: 41 };
  const house = await open({ lessons: [lessonEntry([1, 2], 1, { lectureRoomId, leadingClass })] });
  const { teacher } = await running(house);
  const count = { ...here, roomId: lectureRoomId, presentCount: 40 };
  for (const actor of [actors.phone(1, 5), actors.teacher(5, 1)]) {
    const client = house.connect(actor);
    expect(refusals).toContain(codeOf(await client.ask('headCount.set', count, house.newId())));
  }
  must(await teacher.ask('headCount.set', count, house.newId()));
  must(await teacher.ask('session.end', here, house.newId()));
  const events = await house.sessions.reader.eventsOf(SESSION);
  const fold = attendanceOf(events, house.clock.nowMs());
  expect(fold.headCounts.get(lectureRoomId)).toMatchObject({ presentCount: 40, expectedCount: 41 });
  // Coverage and every figure about rooms read what is settled.
  const settled = settle(SESSION, fold, logAlone);
  expect(settled?.rooms.map((each) => each.roomId)).toEqual([nth.room(1), nth.room(2)]);
  expect(settled?.rooms.map((each) => each.presentCount)).toEqual([null, null]);
});
