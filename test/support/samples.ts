import fc from 'fast-check';
import type { z } from 'zod';
import { teachingLanguages } from '../../shared/caption/language.ts';
import { uuidV7 } from '../../shared/kernel/ids.ts';
import { playingNow, playingWish } from '../../shared/session/session.playing.ts';
import { wallLayout } from '../../shared/session/session.wall.ts';
import type { RequestName, requests } from '../../shared/wire/requests.ts';

/** What a client may put into each request: values that the table accepts, from the whole breadth of it. */
type Wire<N extends RequestName> = z.input<(typeof requests)[N]['body']>;

export const anyId = fc
  .tuple(fc.integer({ min: 0, max: 2 ** 48 - 1 }), fc.uint8Array({ minLength: 10, maxLength: 10 }))
  .map(([ms, random]) => uuidV7(ms, random));

const sessionId = anyId;
const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined, freq: 2 });
const defined = <T extends object>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T> =>
  arbitrary.map(
    (value) => Object.fromEntries(Object.entries(value).filter(([, each]) => each !== undefined)) as T,
  );
const fields = <T extends Record<string, fc.Arbitrary<unknown>>>(shape: T) =>
  defined(fc.record(shape)) as fc.Arbitrary<never>;

const direction = fc.constantFrom('send', 'receive');
const source = fc.constantFrom('camera', 'content', 'voice', 'line');
const hexPair = fc
  .integer({ min: 0, max: 255 })
  .map((byte) => byte.toString(16).padStart(2, '0').toUpperCase());
const fingerprint = fc.record({
  algorithm: fc.constantFrom('sha-1', 'sha-256', 'sha-512'),
  value: fc.array(hexPair, { minLength: 20, maxLength: 64 }).map((pairs) => pairs.join(':')),
});
const dtlsParameters = fields({
  role: maybe(fc.constantFrom('auto', 'client', 'server')),
  fingerprints: fc.array(fingerprint, { minLength: 1, maxLength: 8 }),
});
const mimeType = fc.constantFrom('audio/opus', 'video/H264', 'video/VP8', 'video/rtx');
const parameters = fc.dictionary(
  fc.string({ minLength: 1, maxLength: 64 }).filter((key) => key !== '__proto__'),
  fc.oneof(fc.string({ maxLength: 512 }), fc.integer(), fc.boolean(), fc.constant(null)),
  { maxKeys: 4 },
);
const feedback = fc.array(
  fields({ type: fc.constantFrom('nack', 'ccm'), parameter: maybe(fc.constant('pli')) }),
  {
    maxLength: 4,
  },
);
const payload = fc.integer({ min: 0, max: 127 });
const clockRate = fc.integer({ min: 1, max: 1_000_000 });
const channels = maybe(fc.integer({ min: 1, max: 8 }));
const rtpCapabilities = fields({
  codecs: maybe(
    fc.array(
      fields({
        kind: fc.constantFrom('audio', 'video'),
        mimeType,
        preferredPayloadType: maybe(payload),
        clockRate,
        channels,
        parameters: maybe(parameters),
        rtcpFeedback: maybe(feedback),
      }),
      { maxLength: 8 },
    ),
  ),
  headerExtensions: maybe(
    fc.array(
      fields({
        kind: fc.constantFrom('audio', 'video'),
        uri: fc.string({ minLength: 1, maxLength: 256 }),
        preferredId: fc.integer({ min: 1, max: 255 }),
        direction: maybe(fc.constantFrom('sendrecv', 'recvonly')),
      }),
      { maxLength: 8 },
    ),
  ),
});
const ssrc = fc.integer({ min: 0, max: 0xffff_ffff });
const rtpParameters = fields({
  mid: maybe(fc.string({ maxLength: 32 })),
  codecs: fc.array(
    fields({ mimeType, payloadType: payload, clockRate, channels, parameters: maybe(parameters) }),
    { minLength: 1, maxLength: 4 },
  ),
  encodings: maybe(
    fc.array(
      fields({
        ssrc: maybe(ssrc),
        rid: maybe(fc.constantFrom('l', 'm', 'h0')),
        rtx: maybe(fc.record({ ssrc })),
        maxBitrate: maybe(fc.integer({ min: 0, max: 100_000_000 })),
        active: maybe(fc.boolean()),
      }),
      { maxLength: 8 },
    ),
  ),
  rtcp: maybe(fields({ cname: maybe(fc.string({ maxLength: 256 })), mux: maybe(fc.boolean()) })),
});
const count = fc.integer({ min: 0, max: 0xffff_ffff });
const received = fc.record({
  streamId: anyId,
  source,
  bitrateBps: fc.integer({ min: 0, max: 1_000_000_000 }),
  packetsLostCount: count,
  packetsCount: count,
  jitterMs: fc.double({ min: 0, max: 60_000, noNaN: true }),
  picture: fc.option(
    fc.record({
      framesPerSecond: fc.double({ min: 0, max: 240, noNaN: true }),
      width: fc.integer({ min: 0, max: 16_384 }),
      height: fc.integer({ min: 0, max: 16_384 }),
      freezeCount: count,
      frozenMs: count,
    }),
  ),
  concealedRatio: fc.option(fc.double({ min: 0, max: 1, noNaN: true })),
});
const wish = fields({
  consumerId: anyId,
  paused: fc.boolean(),
  maxLayer: maybe(fc.integer({ min: 0, max: 3 })),
  priority: maybe(fc.integer({ min: 1, max: 255 })),
});

const anySeat = fc
  .tuple(fc.constantFrom('room', 'person'), anyId)
  .map(([kind, id]) => `${kind}:${id}` as const);

const words = fc.stringMatching(/^[a-z请看]{1,200}$/);
const page = fc.integer({ min: 1, max: 1000 });
const share = fc.double({ min: 0, max: 1, noNaN: true });
const points = fc.array(fc.tuple(share, share, share), { minLength: 1, maxLength: 8 });
const pen = {
  colour: fc.constantFrom('red', 'blue', 'green', 'black', 'yellow'),
  width: fc.integer({ min: 1, max: 60 }),
};

/** A request without a sample does not compile. */
export const samples: { readonly [N in RequestName]: fc.Arbitrary<Wire<N>> } = {
  'room.agenda': fc.constant({}),
  'device.reportCheck': fields({
    check: fields({
      camera: fc.constantFrom('ok', 'none', 'failed'),
      microphone: fc.constantFrom('ok', 'none', 'failed'),
      speaker: fc.constantFrom('ok', 'none', 'failed'),
      toneHeard: fc.option(fc.boolean()),
      echo: maybe(fc.option(fc.constantFrom('good', 'echo'))),
      upBps: fc.option(fc.nat()),
      downBps: fc.option(fc.nat()),
    }),
  }),
  'session.join': fields({
    sessionId,
    part: maybe(fc.constantFrom('lecturer', 'assistant', 'observer')),
    resumeToken: maybe(fc.string({ maxLength: 128 })),
  }),
  'session.leave': fields({ sessionId }),
  'session.catchUp': fields({ sessionId, afterSeq: fc.nat() }),
  'session.start': fields({ sessionId }),
  'session.end': fields({ sessionId }),
  'session.reopen': fields({ sessionId }),
  'headCount.set': fields({ sessionId, roomId: anyId, presentCount: fc.integer({ min: 0, max: 500 }) }),
  'stage.call': fields({ sessionId, seat: anySeat, beside: maybe(fc.constant(true)) }),
  'seat.mute': fields({ sessionId, seat: anySeat, on: fc.boolean() }),
  'seat.remove': fields({ sessionId, seat: anySeat }),
  'seat.readmit': fields({ sessionId, seat: anySeat }),
  'lectern.hand': fields({ sessionId, successorId: anyId }),
  'wall.arrange': fields({ sessionId, layout: fc.constantFrom(...wallLayout.options) }),
  'wall.spotlight': fields({ sessionId, seat: fc.option(anySeat) }),
  'notice.say': fields({ sessionId, text: words }),
  'notice.clear': fields({ sessionId }),
  'music.set': fields({ sessionId, on: fc.boolean() }),
  'caption.say': fields({
    sessionId,
    language: fc.constantFrom(...teachingLanguages),
    text: fc.stringMatching(/^[a-z请看]{1,120}$/),
    typingMs: fc.nat(60_000),
  }),
  'caption.choose': fields({
    ...{ sessionId, roomId: anyId, on: fc.boolean() },
    languages: fc.uniqueArray(fc.constantFrom(...teachingLanguages), { maxLength: 2 }),
  }),
  'playing.open': fields({ sessionId }),
  'playing.tell': fields({
    sessionId,
    now: fc.constantFrom(...playingNow.options),
    positionMs: fc.integer({ min: 0, max: 86_400_000 }),
  }),
  'playing.wish': fields({ sessionId, roomId: anyId, wish: fc.constantFrom(...playingWish.options) }),
  'recording.start': fields({ sessionId }),
  'recording.stop': fields({ sessionId }),
  'saving.set': fields({ sessionId, roomId: anyId, on: fc.boolean() }),
  'courseware.open': fields({ sessionId, coursewareId: anyId, page }),
  'courseware.turn': fields({ sessionId, coursewareId: anyId, page }),
  'courseware.zoom': fields({
    sessionId,
    coursewareId: anyId,
    zoom: fc.record({ x: share, y: share, scale: fc.double({ min: 1, max: 8, noNaN: true }) }),
  }),
  'courseware.close': fields({ sessionId }),
  'mark.draw': fields({
    sessionId,
    coursewareId: anyId,
    page,
    mark: fc.record({ ...pen, markId: anyId, tool: fc.constantFrom('pen', 'highlighter'), points }),
  }),
  'mark.move': fields({
    sessionId,
    move: fc.record({
      ...pen,
      coursewareId: anyId,
      page,
      markId: fc.option(anyId),
      tool: fc.constantFrom('pen', 'highlighter', 'pointer'),
      points,
    }),
  }),
  'mark.erase': fields({
    sessionId,
    coursewareId: anyId,
    page,
    markIds: fc.array(anyId, { minLength: 1, maxLength: 4 }),
    undo: fc.boolean(),
  }),
  'mark.clear': fields({ sessionId, coursewareId: anyId, page }),
  'mark.list': fields({ sessionId, coursewareId: anyId, page }),
  'stage.release': fields({ sessionId, seat: anySeat }),
  'stage.pick': fields({ sessionId }),
  'ownTurn.note': fields({ sessionId }),
  'note.open': fields({ sessionId, vector: maybe(fc.constant('AAAA')) }),
  'note.update': fields({ sessionId, update: fc.base64String({ minLength: 4, maxLength: 64 }) }),
  'note.close': fields({ sessionId }),
  'talk.hold': fields({ sessionId, roomId: anyId, on: fc.boolean() }),
  'hand.raise': fields({ sessionId, roomId: anyId }),
  'hand.lower': fields({ sessionId, roomId: anyId }),
  'signal.send': fields({
    sessionId,
    roomId: anyId,
    signal: fc.constantFrom('repeat', 'slower', 'cannotSee', 'cannotHear', 'wait'),
  }),
  'line.say': fields({ sessionId, roomId: anyId, text: fc.stringMatching(/^[a-z请看]{1,200}$/) }),
  'lineVoice.ask': fields({ sessionId, roomId: anyId }),
  'lineVoice.answer': fields({ sessionId, roomId: anyId }),
  'lineVoice.end': fields({ sessionId, roomId: anyId }),
  'line.read': fields({ sessionId, roomId: anyId, upTo: fc.integer({ min: 1, max: 1_000 }) }),
  'confirmation.set': fields({
    sessionId,
    roomId: anyId,
    outcome: fc.constantFrom('held', 'partly', 'failed'),
    cause: fc.option(fc.constantFrom('line', 'device', 'nobody')),
    clarity: fc.option(fc.integer({ min: 1, max: 5 })),
    following: fc.option(fc.integer({ min: 1, max: 5 })),
  }),
  'question.ask': fields({
    sessionId,
    kind: fc.constantFrom('single', 'multiple', 'trueFalse', 'number'),
    optionCount: fc.integer({ min: 0, max: 6 }),
    text: maybe(fc.stringMatching(/^[a-z请看]{1,200}$/)),
  }),
  'question.answer': fields({
    sessionId,
    questionId: anyId,
    roomId: anyId,
    answer: fc.oneof(
      fc.record({
        kind: fc.constant('counts' as const),
        counts: fc.array(fc.integer({ min: 0, max: 1000 }), { minLength: 2, maxLength: 6 }),
      }),
      fc.record({ kind: fc.constant('number' as const), value: fc.integer({ min: -1000, max: 1000 }) }),
    ),
  }),
  'question.show': fields({ sessionId, questionId: anyId }),
  'question.close': fields({ sessionId, questionId: anyId }),
  'phone.code': fields({ sessionId }),
  'media.join': fields({ sessionId }),
  'media.connect': fields({ sessionId, direction, dtlsParameters }),
  'media.restartIce': fields({ sessionId, direction }),
  'media.publish': fields({ sessionId, source, rtpParameters }),
  'media.unpublish': fields({ sessionId, streamId: anyId }),
  'media.receive': fields({
    sessionId,
    rtpCapabilities,
    streamIds: fc.array(anyId, { minLength: 1, maxLength: 8 }),
  }),
  'media.steer': fields({ sessionId, wishes: fc.array(wish, { minLength: 1, maxLength: 8 }) }),
  'quality.report': fields({
    sessionId,
    report: fc.record({
      roundTripMs: fc.option(fc.double({ min: 0, max: 60_000, noNaN: true })),
      jitterTargetMs: fc.integer({ min: 0, max: 4_000 }),
      received: fc.array(received, { maxLength: 4 }),
    }),
  }),
  'quality.firstFrame': fields({
    sessionId,
    fact: fc.record({ source, sinceRequestMs: fc.integer({ min: 0, max: 600_000 }) }),
  }),
};
