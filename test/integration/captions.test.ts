import { afterEach, describe, expect, test } from 'vitest';
import { captionMigrations } from '../../server/caption/caption.migrations.ts';
import { createCaptions } from '../../server/caption/caption.module.ts';
import type { Captioned } from '../../server/caption/caption.service.ts';
import { permit } from '../../server/identity/identity.permit.rules.ts';
import type { Actor } from '../../server/identity/identity.types.ts';
import { silentLog } from '../../server/platform/log.ts';
import type { CaptionChoice } from '../../shared/caption/choice.ts';
import { type RoomId, recordingId } from '../../shared/kernel/ids.ts';
import { fail, ok } from '../../shared/kernel/result.ts';
import { seatOfRoom } from '../../shared/session/session.events.ts';
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
import { nth, nthId } from '../support/session-log.ts';

const { open, clear } = neighbourhood();
afterEach(clear);

const line = { sessionId: SESSION, language: 'bo', text: 'ཁྱེད', typingMs: 800 } as const;
const context = (house: House, client: TestClient) => ({
  connection: client,
  actor: client.actor,
  requestId: 'request',
  commandId: house.newId(),
});
const asked = (actor: Actor) => ({ actor }) as never;
const owner = actors.teacher(1);

/** A lesson that runs, with its lecturer, and what is recorded of it from now on. */
async function lesson() {
  const house = await open({ more: captionMigrations });
  const { sessions, database, clock, newId } = house;
  const entry = lessonEntry();
  const access = {
    lesson: entry,
    places: [{ schoolId: nth.school(0), path: { regionIds: [], schoolIds: [nth.school(0)] } }],
  };
  let recording: Captioned = {
    id: recordingId.parse(nthId(1)),
    sessionId: SESSION,
    startedAtMs: clock.nowMs(),
    ...{ endedAtMs: null, removedAtMs: null },
  };
  const captions = createCaptions({
    ...{ database, clock, newId, permit, log: silentLog, door: sessions.door, sessions: sessions.reader },
    planning: { lessonOfSession: async () => entry },
    directory: { snapshot: async () => Promise.reject(new Error('not asked')) },
    see: async (actor) =>
      actor.kind === 'person' && actor.personId === nth.person(99)
        ? fail('NOT_FOUND')
        : ok({ recording, access }),
  });
  const lecturer = house.connect(owner);
  await joinLesson(lecturer, { part: 'lecturer' });
  must(await lecturer.ask('session.start', { sessionId: SESSION }, newId()));
  return {
    house,
    captions,
    lecturer,
    recording: () => recording,
    end: () => {
      recording = { ...recording, endedAtMs: clock.nowMs() };
    },
    remove: () => {
      recording = { ...recording, removedAtMs: clock.nowMs() };
    },
    choose: (client: TestClient, roomId: RoomId, choice: CaptionChoice) =>
      captions.handlers['caption.choose'](context(house, client), {
        ...{ sessionId: SESSION, roomId, on: choice.on, languages: [...choice.languages] },
      }),
    say: (client: TestClient, wish: Partial<typeof line> = {}) =>
      captions.handlers['caption.say'](context(house, client), { ...line, ...wish }),
  };
}

describe('live captions', () => {
  test('are the leading side’s to write: no room, phone of a room, observer or stranger does', async () => {
    const { house, say } = await lesson();
    const others: readonly (readonly [Actor, string])[] = [
      [actors.screen(1), 'FORBIDDEN'],
      [actors.phone(1), 'FORBIDDEN'],
      [actors.viewer(1), 'FORBIDDEN'],
      [actors.teacher(5, 1), 'FORBIDDEN'],
      [actors.inspector(), 'FORBIDDEN'],
    ];
    for (const [actor, code] of others) {
      const client = house.connect(actor);
      await client.ask('session.join', { sessionId: SESSION });
      expect([actor.kind, codeOf(await say(client))]).toEqual([actor.kind, code]);
    }
    const outside = house.connect(actors.teacher(2));
    expect(codeOf(await say(outside))).toBe('FORBIDDEN');
  });

  test('of a colleague who sits beside the lecturer reach every screen with their words, and later ones too', async () => {
    const { house, say } = await lesson();
    const screen = house.connect(actors.screen(1));
    await joinLesson(screen);
    const beside = house.connect(actors.teacher(2));
    await joinLesson(beside, { part: 'assistant' });
    must(await say(beside));
    await house.quiet();
    const told = [{ language: 'bo', lines: [{ words: line.text, saidAtMs: house.clock.nowMs() }] }];
    expect(screen.mirror?.view.lesson.captions).toEqual(told);
    const late = house.connect(actors.screen(2));
    await joinLesson(late);
    expect(late.mirror?.view.lesson.captions).toEqual(told);
  });

  test('are chosen for a room by its own screen and phone and by who leads, and by no other room', async () => {
    const { house, choose, lecturer } = await lesson();
    const [own, other] = [nth.room(1), nth.room(2)];
    const screen = house.connect(actors.screen(1));
    await joinLesson(screen);
    const phone = house.connect(actors.phone(1));
    await joinLesson(phone);
    const shown = () => screen.mirror?.view.seats[seatOfRoom(own)]?.captions;
    expect(codeOf(await choose(phone, other, { on: true, languages: [] }))).toBe('NOT_FOUND');
    expect(codeOf(await choose(lecturer, nth.room(77), { on: true, languages: [] }))).toBe('NOT_FOUND');
    expect(shown()).toBeUndefined();
    for (const [client, choice] of [
      [phone, { on: true, languages: [] }],
      [screen, { on: true, languages: ['bo'] }],
      [lecturer, { on: false, languages: [] }],
    ] as const) {
      must(await choose(client, own, choice));
      await house.quiet();
      expect(shown()).toEqual(choice);
    }
    const before = screen.mirror?.seq;
    must(await choose(phone, own, { on: false, languages: [] }));
    await house.quiet();
    expect(screen.mirror?.seq, 'what is so already is not said again').toBe(before);
    must(await lecturer.ask('session.end', { sessionId: SESSION }, house.newId()));
    expect(codeOf(await choose(phone, own, { on: true, languages: [] }))).toBe('LESSON_NOT_LIVE');
  });

  test('end with the lesson, and none is written after it', async () => {
    const { house, say, lecturer } = await lesson();
    must(await say(lecturer));
    must(await lecturer.ask('session.end', { sessionId: SESSION }, house.newId()));
    await house.quiet();
    expect(lecturer.mirror?.view.lesson.captions).toBeUndefined();
    expect(codeOf(await say(lecturer))).toBe('LESSON_NOT_LIVE');
  });
});

describe('captions of a recording', () => {
  const id = { recordingId: recordingId.parse(nthId(1)) };
  const good = '1\n00:00:01,000 --> 00:00:02,000\n同学们好\n';

  test('are what was typed, until somebody gives others; without those they are it again', async () => {
    const { house, captions, lecturer, say, recording, end } = await lesson();
    const { routes, ofRecordings } = captions;
    house.clock.pass(5_000);
    must(await say(lecturer));
    const write = () => routes['recording.writeCaption'](asked(owner), { ...id, language: 'bo', file: good });
    expect(codeOf(await write())).toBe('INVALID_STATE');
    house.clock.pass(60_000);
    end();
    const typed = `WEBVTT\n\n00:00:04.200 --> 00:00:09.000\n${line.text}\n`;
    expect(await ofRecordings.fileOf(recording(), 'bo')).toBe(typed);
    expect(await ofRecordings.tracksOf(recording())).toEqual([
      { language: 'bo', label: 'བོད་ཡིག', path: expect.stringContaining('/captions/bo.vtt') },
    ]);
    const { captions: kept } = must(await write());
    expect(kept).toEqual([{ language: 'bo', origin: 'kept', cueCount: 1, changedAtMs: house.clock.nowMs() }]);
    const [file] = await ofRecordings.filesOf(recording());
    expect(file).toMatchObject({
      bytes: Buffer.byteLength((await ofRecordings.fileOf(recording(), 'bo')) ?? ''),
    });
    const remove = routes['recording.removeCaption'](asked(owner), { ...id, language: 'bo' });
    expect(must(await remove).captions).toEqual([
      { language: 'bo', origin: 'typed', cueCount: 1, changedAtMs: null },
    ]);
    for (const language of ['ug', '../bo', 'xx', ''])
      expect(await ofRecordings.fileOf(recording(), language)).toBeNull();
  });

  test('that cannot be read change nothing, and say where', async () => {
    const { captions, recording, end } = await lesson();
    end();
    const write = (file: string) =>
      captions.routes['recording.writeCaption'](asked(owner), { ...id, language: 'bo', file });
    must(await write(good));
    const before = await captions.ofRecordings.fileOf(recording(), 'bo');
    expect(await write('1\n00:00:05,000 --> 00:00:02,000\nbackwards')).toEqual(
      fail('INVALID_VALUE', { field: 'file', reason: 'order', line: 2 }),
    );
    expect(await write('')).toEqual(fail('INVALID_VALUE', { field: 'file', reason: 'empty' }));
    expect(await captions.ofRecordings.fileOf(recording(), 'bo')).toBe(before);
  });

  test('are changed by the leading side alone, and go with the recording', async () => {
    const { captions, recording, end, remove } = await lesson();
    end();
    const write = (actor: Actor) =>
      captions.routes['recording.writeCaption'](asked(actor), { ...id, language: 'zh-CN', file: good });
    expect(codeOf(await write(actors.teacher(5, 1)))).not.toBe('ok');
    expect(codeOf(await write(actors.teacher(99, 9)))).toBe('NOT_FOUND');
    expect(codeOf(await write(actors.screen(1)))).toBe('FORBIDDEN');
    expect(must(await captions.routes['recording.listCaptions'](asked(actors.screen(1)), id))).toMatchObject({
      mayChange: false,
    });
    must(await write(actors.admin()));
    await captions.ofRecordings.forget(recording().id);
    remove();
    expect(await captions.ofRecordings.tracksOf(recording())).toEqual([]);
    expect(codeOf(await write(owner))).toBe('NOT_FOUND');
  });
});
