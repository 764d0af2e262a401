import { afterEach, describe, expect, test } from 'vitest';
import { spaceOf } from '../../server/session/session.media.ts';
import type { RtpCapabilities } from '../../shared/media.ts';
import { seatOfRoom } from '../../shared/session/session.events.ts';
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
import { cameraH264, cameraParameters, voiceParameters } from '../support/session-media.ts';

const { open, clear } = neighbourhood();
afterEach(clear);
const here = { sessionId: SESSION };
const camera = { ...here, source: 'camera', rtpParameters: cameraH264 } as const;
const compatible = {
  ...here,
  source: 'camera' as const,
  rtpParameters: { ...cameraParameters, encodings: [{ ssrc: 7 }] },
  compatible: true as const,
};
const without = (capabilities: RtpCapabilities, codec: RegExp): RtpCapabilities => ({
  ...capabilities,
  codecs: (capabilities.codecs ?? []).filter((each) => !codec.test(each.mimeType)),
});

async function lesson(house: House) {
  const teacher = house.connect(actors.teacher(1));
  const [one, two] = [house.connect(actors.screen(1)), house.connect(actors.screen(2))];
  const { media } = await joinLesson(teacher);
  await joinLesson(one);
  await joinLesson(two);
  must(await teacher.ask('session.start', here, house.newId()));
  const { streamId } = must(await teacher.ask('media.publish', camera));
  await house.quiet();
  return { teacher, one, two, streamId, capabilities: media?.rtpCapabilities ?? {} };
}
type Lesson = Awaited<ReturnType<typeof lesson>>;
const receive = (client: TestClient, { streamId, capabilities }: Lesson, codec: RegExp) =>
  client.ask('media.receive', {
    ...here,
    rtpCapabilities: without(capabilities, codec),
    streamIds: [streamId],
  });
const misfitsOf = async (house: House, client: TestClient) => {
  await house.quiet();
  return client.mirror?.view.lesson.misfits;
};
const missesIn = async (house: House) =>
  (await house.sessions.reader.eventsOf(SESSION)).filter((event) => event.type === 'codec.missed');

describe('a screen without H.264', () => {
  test('is written down once, told to the lecturer, and forgotten when it goes', async () => {
    const house = await open();
    const all = await lesson(house);
    const { teacher, one, two } = all;
    const { refused } = must(await receive(one, all, /h264/i));
    expect(refused).toEqual([{ streamId: all.streamId, code: 'CODEC_UNSUPPORTED' }]);
    must(await receive(one, all, /h264/i));
    must(await receive(two, all, /nothing/));
    const seat = seatOfRoom(nth.room(1));
    expect(await misfitsOf(house, teacher)).toEqual({ seats: [{ seat, voiceOnly: false }], viewerCount: 0 });
    expect(await misfitsOf(house, two)).toBeUndefined();
    expect((await missesIn(house)).map((event) => event.body)).toEqual([
      { connectionId: one.id, voiceOnly: false },
    ]);
    one.drop('timeout');
    expect(await misfitsOf(house, teacher)).toBeUndefined();
  });

  test('nor VP8 has voice only', async () => {
    const house = await open();
    const all = await lesson(house);
    must(await receive(all.one, all, /h264|vp8/i));
    expect((await misfitsOf(house, all.teacher))?.seats).toMatchObject([{ voiceOnly: true }]);
  });

  test('gets the compatible picture, which stands beside the other', async () => {
    const house = await open();
    const all = await lesson(house);
    const { teacher, one, capabilities } = all;
    const { streamId } = must(await teacher.ask('media.publish', compatible));
    await house.quiet();
    expect(Object.values(one.mirror?.view.streams ?? {})).toEqual([
      expect.not.objectContaining({ compatible: true }),
      expect.objectContaining({ streamId, source: 'camera', codec: 'video/VP8', compatible: true }),
    ]);
    const wanted = {
      ...here,
      rtpCapabilities: without(capabilities, /h264/i),
      streamIds: [all.streamId, streamId],
    };
    const { consumers } = must(await one.ask('media.receive', wanted));
    expect(consumers.map((each) => each.streamId)).toEqual([streamId]);
    expect(house.engine.inspect(spaceOf(SESSION))?.streams.map((each) => each.compatible)).toEqual([
      false,
      true,
    ]);
  });
});

test('a lecturer’s own browser is no misfit, and unheard sound makes none', async () => {
  const house = await open();
  const all = await lesson(house);
  const { teacher, one, two, capabilities } = all;
  const { streamId } = must(await two.ask('media.publish', { ...camera }));
  must(await receive(teacher, { ...all, streamId }, /h264/i));
  const voice = { ...here, source: 'voice', rtpParameters: voiceParameters } as const;
  const spoken = must(await teacher.ask('media.publish', voice)).streamId;
  must(await receive(one, { ...all, capabilities, streamId: spoken }, /opus/i));
  await house.quiet();
  expect(await missesIn(house)).toEqual([]);
});

test('as compatible only a VP8 picture is taken, from who may send that source', async () => {
  const house = await open();
  const { teacher, one } = await lesson(house);
  const h264 = { ...compatible, rtpParameters: cameraH264 };
  expect(codeOf(await teacher.ask('media.publish', h264))).toBe('CODEC_UNSUPPORTED');
  const voice = { ...here, source: 'voice', rtpParameters: voiceParameters, compatible: true } as const;
  expect(codeOf(await teacher.ask('media.publish', voice))).toBe('CODEC_UNSUPPORTED');
  expect(codeOf(await one.ask('media.publish', { ...compatible, source: 'content' }))).toBe('STREAM_REFUSED');
});
