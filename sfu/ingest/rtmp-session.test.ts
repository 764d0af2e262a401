import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Amf, readAmf, writeAmf } from './amf0.rules.ts';
import { messageType, RtmpReader, writeMessage } from './rtmp.rules.ts';
import { RtmpSession, type RtmpTaker, type RtmpUnit } from './rtmp-session.ts';

const HELLO = 1_536;
const KEY = 'k'.repeat(43);
const hello = Buffer.concat([Buffer.from([3]), Buffer.alloc(HELLO, 7)]);
const echo = Buffer.alloc(HELLO);
const command = (...values: readonly Amf[]) =>
  writeMessage(3, { type: messageType.command, streamId: 0, payload: writeAmf(...values) });
const opening = [
  ...[hello, echo, command('connect', 1, { app: 'live', tcUrl: 'rtmp://here/live' })],
  ...[command('releaseStream', 2, null, KEY), command('FCPublish', 3, null, KEY)],
  ...[command('createStream', 4, null), command('publish', 5, null, `${KEY}?vhost=x`, 'live')],
];
const picture = writeMessage(6, {
  ...{ type: messageType.video, streamId: 1 },
  payload: Uint8Array.from([0x17, 1, 0, 0, 0, 0, 0, 0, 2, 0x65, 9]),
});

function open(answer: 'in' | 'wrong' | 'taken' = 'in') {
  const [written, keys, units]: [Buffer[], string[], RtmpUnit[]] = [[], [], []];
  const counts = { ended: 0, takerEnded: 0, admitted: 0 };
  let hangUp = (): void => undefined;
  const taker: RtmpTaker = {
    take: (unit) => void units.push(unit),
    ended() {
      counts.takerEnded += 1;
    },
  };
  const session = new RtmpSession({
    async admit(key, end) {
      keys.push(key);
      hangUp = end;
      return answer === 'in' ? taker : answer;
    },
    write: (bytes) => void written.push(Buffer.from(bytes)),
    onEnd() {
      counts.ended += 1;
    },
    onAdmitted() {
      counts.admitted += 1;
    },
  });
  /** Commands that were said to the encoder. */
  const said = (): readonly (Amf | undefined)[][] => {
    const talk = new RtmpReader(10_000).push(Buffer.concat(written).subarray(1 + 2 * HELLO));
    if (talk === 'nonsense') throw new Error('nonsense was said');
    return talk
      .filter(({ type }) => type === messageType.command)
      .map(({ payload }) => [...(readAmf(payload) ?? [])]);
  };
  return { session, said, written, keys, units, counts, hangUp: () => hangUp() };
}
const settled = () => new Promise<void>((resolve) => setImmediate(resolve));

test('an encoder is greeted, let in by its key, and heard', async () => {
  const { session, said, written, keys, units, counts } = open();
  for (const part of opening) session.push(part);
  await settled();
  expect(Buffer.concat(written).subarray(1 + HELLO, 1 + 2 * HELLO), 'its greeting is given back').toEqual(
    hello.subarray(1),
  );
  expect(keys).toEqual([KEY]);
  expect(said().map(([name, id]) => [name, id])).toEqual([
    ...[
      ['_result', 1],
      ['_result', 2],
      ['_result', 3],
      ['_result', 4],
    ],
    ['onStatus', 0],
  ]);
  expect(said().at(-1)?.[3]).toMatchObject({ code: 'NetStream.Publish.Start' });
  session.push(picture);
  expect(units).toMatchObject([{ unit: { kind: 'h264' } }]);
  session.push(command('deleteStream', 6, null, 1));
  expect(counts).toEqual({ ended: 1, takerEnded: 1, admitted: 1 });
});

test('it is the same however its bytes are cut', async () => {
  const whole = Buffer.concat(opening);
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: whole.length - 1 }), async (at) => {
      const { session, keys, counts } = open();
      session.push(whole.subarray(0, at));
      session.push(whole.subarray(at));
      await settled();
      expect(keys).toEqual([KEY]);
      expect(counts.admitted).toBe(1);
    }),
  );
});

test('who has no key, or one that somebody sends by, is told so and cut off', async () => {
  for (const answer of ['wrong', 'taken'] as const) {
    const { session, said, counts, units } = open(answer);
    for (const part of opening) session.push(part);
    await settled();
    expect(said().at(-1)?.[3]).toMatchObject({ level: 'error', code: 'NetStream.Publish.BadName' });
    session.push(picture);
    expect(units).toEqual([]);
    expect(counts).toEqual({ ended: 1, takerEnded: 0, admitted: 0 });
  }
});

test('nothing is heard before somebody was let in, and a second key is not asked about', async () => {
  const { session, units, keys, counts } = open();
  for (const part of [
    ...opening.slice(0, 6),
    picture,
    ...opening.slice(6),
    command('publish', 6, null, 'other'),
  ])
    session.push(part);
  await settled();
  expect(units).toEqual([]);
  expect(keys).toEqual([KEY]);
  expect(counts.ended).toBe(1);
  expect(counts.takerEnded, 'who was let in too late is let go').toBe(1);
});

test('strangers say little: another protocol, a player, much talk and long words end it', () => {
  const end = (...parts: readonly Uint8Array[]) => {
    const { session, counts } = open();
    for (const part of parts) session.push(part);
    return counts.ended;
  };
  expect(end(Buffer.from('GET / HTTP/1.1\r\n\r\n'))).toBe(1);
  expect(end(hello, echo, command('play', 1, null, 'x'))).toBe(1);
  expect(
    end(
      hello,
      echo,
      writeMessage(3, { type: messageType.command, streamId: 0, payload: Uint8Array.from([2, 0]) }),
    ),
  ).toBe(1);
  expect(end(hello, echo, command('connect', 1, 'x'.repeat(9_000)))).toBe(1);
  expect(
    end(hello, echo, ...Array.from({ length: 100 }, () => command('_checkbw', 0, 'x'.repeat(1_000)))),
  ).toBe(1);
  expect(end(hello.subarray(0, 900), Buffer.from([])), 'half a greeting is waited for').toBe(0);
});

test('it is asked to wait and answers, and is cut off by whoever takes its key away', async () => {
  const { session, written, counts, hangUp } = open();
  for (const part of opening) session.push(part);
  await settled();
  session.push(
    writeMessage(2, { type: messageType.control, streamId: 0, payload: Uint8Array.from([0, 6, 1, 2, 3, 4]) }),
  );
  expect(written.at(-1)?.subarray(-6)).toEqual(Buffer.from([0, 7, 1, 2, 3, 4]));
  hangUp();
  expect(counts).toEqual({ ended: 1, takerEnded: 1, admitted: 1 });
});

test('anything may follow the greeting', () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 200 }), { maxLength: 10 }), (parts) => {
      const { session } = open();
      for (const part of [hello, echo, ...parts]) session.push(part);
    }),
  );
});
