import { afterEach, describe, expect, test } from 'vitest';
import { spaceOf } from '../../server/session/session.media.ts';
import type { StreamId } from '../../shared/kernel/ids.ts';
import type { RtpCapabilities } from '../../shared/media.ts';
import { RING_MS } from '../../shared/session/session.line-voice.ts';
import {
  actors,
  codeOf,
  type House,
  joinLesson,
  must,
  neighbourhood,
  SESSION,
  type TestClient,
} from '../support/session-house.ts';
import { nth } from '../support/session-log.ts';
import { voiceParameters } from '../support/session-media.ts';

const { open, clear } = neighbourhood();
afterEach(clear);
const here = { sessionId: SESSION };
const inRoom = (n = 1) => ({ ...here, roomId: nth.room(n) });
const line = { ...here, source: 'line', rtpParameters: voiceParameters } as const;
const voice = { ...here, source: 'voice', rtpParameters: voiceParameters } as const;

async function everybody(house: House) {
  const sit = async (actor: Parameters<House['connect']>[0], part?: 'assistant' | 'observer') => {
    const client = house.connect(actor);
    const { media } = await joinLesson(client, part === undefined ? {} : { part });
    return { client, rtpCapabilities: media?.rtpCapabilities ?? {} };
  };
  const { client: desk, rtpCapabilities } = await sit(actors.teacher(1));
  must(await desk.ask('session.start', here, house.newId()));
  const others = {
    secondPhone: (await sit(actors.phone(1))).client,
    otherPhone: (await sit(actors.phone(2))).client,
    lectern: (await sit(actors.lecternPhone(1))).client,
    assistant: (await sit(actors.teacher(2), 'assistant')).client,
    secondDesk: (await sit(actors.teacher(1))).client,
    localTeacher: (await sit(actors.teacher(5, 2), 'assistant')).client,
    ownScreen: (await sit(actors.screen(1))).client,
    otherScreen: (await sit(actors.screen(2))).client,
    inspector: (await sit(actors.inspector(), 'observer')).client,
  };
  const phone = (await sit(actors.phone(1))).client;
  return { desk, phone, others, rtpCapabilities };
}
const receive = async (client: TestClient, rtpCapabilities: RtpCapabilities, ...streamIds: StreamId[]) => {
  const answer = await client.ask('media.receive', { ...here, rtpCapabilities, streamIds });
  return answer.ok ? answer.value.consumers.map(({ streamId }) => streamId) : [];
};
const speaking = (client: TestClient) => client.mirror?.view.lesson.lineVoice;
const consumersOf = (house: House) =>
  house.engine.inspect(spaceOf(SESSION))?.consumers.map(({ participantId }) => participantId as string) ?? [];

/** The phone asked, the desk answered, and both send. */
async function spoken(house: House) {
  const cast = await everybody(house);
  const { desk, phone } = cast;
  must(await phone.ask('lineVoice.ask', inRoom()));
  must(await desk.ask('lineVoice.answer', inRoom()));
  const { media } = must(await phone.ask('media.join', here));
  const own = must(await phone.ask('media.publish', line)).streamId;
  const theirs = must(await desk.ask('media.publish', line)).streamId;
  await house.quiet();
  return { ...cast, own, theirs, offer: media };
}

describe('the voice of a private line', () => {
  test('is refused to everybody who is no end of it, and before it is open to both', async () => {
    const house = await open();
    const { desk, phone, others } = await everybody(house);
    for (const client of [desk, phone, ...Object.values(others)])
      expect(codeOf(await client.ask('media.publish', line))).toMatch(/STREAM_REFUSED|FORBIDDEN/);
    for (const name of ['otherPhone', 'assistant', 'localTeacher', 'ownScreen', 'inspector'] as const)
      expect(['FORBIDDEN', 'NOT_FOUND'], name).toContain(
        codeOf(await others[name].ask('lineVoice.ask', inRoom())),
      );
    expect(codeOf(await phone.ask('media.join', here))).toBe('FORBIDDEN');
    must(await phone.ask('lineVoice.ask', inRoom()));
    expect(codeOf(await phone.ask('media.join', here)), 'it only rings').toBe('FORBIDDEN');
  });

  test('goes between two connections; nobody else sees it, may have it, or gets a consumer of it', async () => {
    const house = await open();
    const { desk, phone, others, rtpCapabilities, own, theirs, offer } = await spoken(house);
    expect(offer.maySend).toEqual(['line']);
    expect(await receive(desk, rtpCapabilities, own)).toEqual([own]);
    expect(await receive(phone, rtpCapabilities, theirs)).toEqual([theirs]);
    for (const [name, client] of Object.entries(others)) {
      expect(await receive(client, rtpCapabilities, own, theirs), name).toEqual([]);
      expect(JSON.stringify(client.mirror?.view), name).not.toContain(own);
      expect(codeOf(await client.ask('media.publish', line)), name).toMatch(/STREAM_REFUSED|FORBIDDEN/);
    }
    expect(consumersOf(house).sort()).toEqual([desk.id, phone.id].sort());
    // Who leads with another page or phone, and the room's other phone, know that it is in use; nobody else does.
    for (const client of [others.secondPhone, others.secondDesk, others.lectern, others.assistant])
      expect(speaking(client)).toMatchObject({ state: 'open', own: false });
    for (const client of [others.otherPhone, others.ownScreen, others.inspector, others.localTeacher])
      expect(speaking(client)).toBeUndefined();
    for (const client of [desk, phone]) expect(speaking(client)).toMatchObject({ state: 'open', own: true });
  });

  test('takes the lecturer’s voice from the class where packets flow, and gives it back', async () => {
    const house = await open();
    const { desk, phone } = await everybody(house);
    const { streamId } = must(await desk.ask('media.publish', voice));
    must(await desk.ask('lineVoice.ask', inRoom()));
    await house.quiet();
    expect(house.engine.inspect(spaceOf(SESSION))?.streams.map((each) => each.streamId)).toEqual([streamId]);
    must(await phone.ask('lineVoice.answer', inRoom()));
    await house.quiet();
    expect(house.engine.inspect(spaceOf(SESSION))?.streams).toEqual([]);
    expect(codeOf(await desk.ask('media.publish', voice))).toBe('STREAM_REFUSED');
    must(await phone.ask('lineVoice.end', inRoom()));
    expect(must(await desk.ask('media.publish', voice)).streamId).toBeTruthy();
  });

  test('stops where packets flow when it ends, and the phone has no media any more', async () => {
    const house = await open();
    const { desk, phone, rtpCapabilities, own, theirs } = await spoken(house);
    await receive(desk, rtpCapabilities, own);
    await receive(phone, rtpCapabilities, theirs);
    must(await desk.ask('lineVoice.end', inRoom()));
    await house.quiet();
    expect(house.engine.inspect(spaceOf(SESSION))?.streams).toEqual([]);
    expect(consumersOf(house)).toEqual([]);
    expect(codeOf(await phone.ask('media.receive', { ...here, rtpCapabilities, streamIds: [theirs] }))).toBe(
      'FORBIDDEN',
    );
    expect(speaking(phone)).toBeUndefined();
  });

  test('with another room right after, it is not heard by the one before', async () => {
    const house = await open();
    const { desk, phone, others, rtpCapabilities, theirs } = await spoken(house);
    await receive(phone, rtpCapabilities, theirs);
    must(await desk.ask('lineVoice.end', inRoom()));
    must(await others.otherPhone.ask('lineVoice.ask', inRoom(2)));
    must(await desk.ask('lineVoice.answer', inRoom(2)));
    await house.quiet();
    expect(consumersOf(house)).not.toContain(phone.id);
  });

  test('ends with either end, and a ring that nobody answers ends by itself', async () => {
    const house = await open();
    const { desk, phone } = await spoken(house);
    phone.drop();
    await house.quiet();
    expect(speaking(desk)).toBeUndefined();
    const again = house.connect(actors.phone(1));
    await joinLesson(again);
    must(await again.ask('lineVoice.ask', inRoom()));
    await house.job('session.calls');
    expect(speaking(again)).toMatchObject({ state: 'asked', by: 'room', own: true });
    house.clock.pass(RING_MS);
    await house.job('session.calls');
    await house.quiet();
    expect(speaking(again)).toBeUndefined();
    const types = (await house.sessions.reader.eventsOf(SESSION)).map(({ type }) => type as string);
    expect(types.filter((type) => type.startsWith('lineVoice.'))).toEqual([
      'lineVoice.asked',
      'lineVoice.opened',
      'lineVoice.asked',
      'lineVoice.closed',
    ]);
  });
});
