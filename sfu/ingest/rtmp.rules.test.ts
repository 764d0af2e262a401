import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Amf, readAmf, writeAmf } from './amf0.rules.ts';
import { nalSizeOf, readAudio, readVideo } from './flv.rules.ts';
import { nalsIn } from './h264.rules.ts';
import { messageType, RtmpReader, writeMessage } from './rtmp.rules.ts';
import { readRtp } from './rtp.rules.ts';
import { cutNals, RtpWriter, wrapAac } from './rtp-cut.rules.ts';

const bytes = (...values: number[]) => Uint8Array.from(values);

describe('AMF0', () => {
  const amf = fc.letrec<{ value: Amf }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 4 },
      fc.double({ noNaN: true }),
      fc.boolean(),
      fc.string(),
      fc.constant(null),
      fc.array(tie('value'), { maxLength: 3 }),
      fc.dictionary(
        fc.string({ minLength: 1 }).filter((name) => name !== '__proto__'),
        tie('value'),
        { maxKeys: 3, noNullPrototype: true },
      ),
    ),
  })).value;

  test('what is written is read again', () => {
    fc.assert(
      fc.property(fc.array(amf, { maxLength: 4 }), (values) => {
        expect(readAmf(writeAmf(...values))).toEqual(values);
      }),
    );
  });

  test('what encoders write beside it is read too: counted objects, dates, long texts', () => {
    expect(readAmf(bytes(8, 0, 0, 0, 1, 0, 1, 97, 1, 1, 0, 0, 9))).toEqual([{ a: true }]);
    expect(readAmf(bytes(11, 0x40, 0, 0, 0, 0, 0, 0, 0, 0, 0))).toEqual([2]);
    expect(readAmf(bytes(12, 0, 0, 0, 2, 104, 105))).toEqual(['hi']);
  });

  test('nonsense is none, however deep, long or cut', () => {
    expect(readAmf(bytes(3, 0, 1, 97))).toBeNull();
    expect(readAmf(bytes(2, 0xff, 0xff, 1))).toBeNull();
    expect(readAmf(bytes(17))).toBeNull();
    expect(readAmf(Uint8Array.from(new Array(50).fill([10, 0, 0, 0, 1]).flat())), 'too deep').toBeNull();
    expect(readAmf(bytes(10, 0xff, 0xff, 0xff, 0xff, ...new Array(400).fill(5))), 'too many').toBeNull();
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), (any) => void readAmf(any)));
  });
});

describe('RTMP', () => {
  const message = (size: number, type: number = messageType.command) => ({
    ...{ type, streamId: 1, payload: Uint8Array.from({ length: size }, (_, index) => index & 0xff) },
  });

  test('messages are the same however they are cut', () => {
    const given = [message(0), message(127), message(128), message(129), message(1_000)];
    const whole = Buffer.concat(given.map((each) => writeMessage(3, each)));
    const expected = given.map((each) => ({ ...each, timestampMs: 0, payload: Buffer.from(each.payload) }));
    expect(new RtmpReader(2_000).push(whole)).toEqual(expected);
    fc.assert(
      fc.property(fc.integer({ min: 1, max: whole.length - 1 }), (at) => {
        const reader = new RtmpReader(2_000);
        const found = [whole.subarray(0, at), whole.subarray(at)].flatMap((part) => [...reader.push(part)]);
        expect(found).toEqual(expected);
      }),
    );
  });

  test('times are taken as they are said: whole, later by so much, and longer than three bytes', () => {
    const reader = new RtmpReader(100);
    const times = (...values: number[]) => {
      const found = reader.push(bytes(...values));
      return found === 'nonsense' ? found : found.map(({ timestampMs }) => timestampMs);
    };
    expect(times(0x04, 0, 0, 100, 0, 0, 1, 9, 1, 0, 0, 0, 7)).toEqual([100]);
    expect(times(0x44, 0, 0, 40, 0, 0, 1, 9, 7), 'a new size').toEqual([140]);
    expect(times(0x84, 0, 0, 20, 7), 'the same size').toEqual([160]);
    expect(times(0xc4, 7), 'everything as before').toEqual([180]);
    expect(times(0x04, 0xff, 0xff, 0xff, 0, 0, 1, 9, 1, 0, 0, 0, 1, 0, 0, 0, 7)).toEqual([0x1000000]);
  });

  test('a long time stands before every part of a message, or before its first alone', () => {
    const head = [0x04, 0xff, 0xff, 0xff, 0, 0, 130, 9, 1, 0, 0, 0, 1, 2, 3, 4];
    const first = new Array(128).fill(5);
    for (const again of [
      [0xc4, 1, 2, 3, 4, 6, 6],
      [0xc4, 6, 6],
    ]) {
      const found = new RtmpReader(200).push(
        bytes(...head, ...first, ...again, ...(again.length < 5 ? [0x04, 0] : [])),
      );
      expect(found).toMatchObject([{ timestampMs: 0x01020304, payload: { length: 130 } }]);
    }
  });

  test('other sizes of chunks are kept to, and what was begun can be taken back', () => {
    const reader = new RtmpReader(1_000);
    const size = writeMessage(2, { type: messageType.chunkSize, streamId: 0, payload: bytes(0, 0, 3, 0) });
    const long = [0x04, 0, 0, 0, 0, 2, 0, 9, 1, 0, 0, 0, ...new Array(512).fill(1)];
    expect(reader.push(Buffer.concat([size, bytes(...long)]))).toMatchObject([{ payload: { length: 512 } }]);
    const begun = [0x05, 0, 0, 0, 0, 3, 0xe8, 9, 1, 0, 0, 0, ...new Array(768).fill(1)];
    const abort = writeMessage(2, { type: messageType.abort, streamId: 0, payload: bytes(0, 0, 0, 5) });
    const fresh = [0x05, 0, 0, 0, 0, 0, 1, 9, 1, 0, 0, 0, 2];
    expect(reader.push(Buffer.concat([bytes(...begun), abort, bytes(...fresh)]))).toMatchObject([
      { payload: { length: 1 } },
    ]);
  });

  test('what is longer than allowed, begins in the middle or opens too much is nonsense, and stays it', () => {
    const long = new RtmpReader(100);
    expect(long.push(bytes(0x03, 0, 0, 0, 0, 0, 101, 20, 0, 0, 0, 0))).toBe('nonsense');
    expect(long.push(writeMessage(3, message(1)))).toBe('nonsense');
    expect(new RtmpReader(100).push(bytes(0xc3, 1))).toBe('nonsense');
    const many = Array.from({ length: 20 }, (_, index) => writeMessage(index + 3, message(1)));
    expect(new RtmpReader(100).push(Buffer.concat(many))).toBe('nonsense');
    for (const payload of [bytes(0, 0, 0, 0), bytes(0xff, 0xff, 0xff, 0xff), bytes(1)])
      expect(
        new RtmpReader(100).push(writeMessage(2, { type: messageType.chunkSize, streamId: 0, payload })),
      ).toBe('nonsense');
  });

  test('anything may come, and no more is kept than is allowed', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 300 }), { maxLength: 8 }), (parts) => {
        const reader = new RtmpReader(64);
        for (const part of parts) {
          const found = reader.push(part);
          if (found !== 'nonsense')
            for (const { payload } of found) expect(payload.length).toBeLessThanOrEqual(64);
        }
      }),
    );
  });
});

describe('FLV', () => {
  const record = [1, 66, 0, 30, 0xff, 0xe1, 0, 4, 0x67, 66, 0, 30, 1, 0, 2, 0x68, 1];
  test('pictures, their parameter sets, and by how much they are shown later', () => {
    const header = bytes(0x17, 0, 0, 0, 0, ...record);
    expect(nalSizeOf(header)).toBe(4);
    expect(readVideo(header, 4)).toEqual({
      kind: 'h264.sets',
      sets: [bytes(0x67, 66, 0, 30), bytes(0x68, 1)],
    });
    expect(readVideo(bytes(0x17, 1, 0, 0, 40, 0, 0, 0, 2, 0x65, 9, 0, 0, 0, 1, 0x06), 4)).toEqual({
      ...{ kind: 'h264', nals: [bytes(0x65, 9), bytes(0x06)], shownAfterMs: 40 },
    });
    expect(readVideo(bytes(0x27, 1, 0xff, 0xff, 0xfe, 0, 1, 0x41), 2)).toMatchObject({ shownAfterMs: -2 });
  });

  test('another codec is told, what is cut off says nothing', () => {
    expect(readVideo(bytes(0x1c, 1, 0, 0, 0, 1), 4)).toEqual({ kind: 'other', of: 'picture' });
    expect(readVideo(bytes(0x90, 104, 118, 99, 49), 4)).toEqual({ kind: 'other', of: 'picture' });
    expect(readVideo(bytes(0x17, 1, 0, 0, 0, 0, 0, 0, 9, 1), 4)).toBeNull();
    expect(readVideo(bytes(0x17, 2, 0, 0, 0), 4), 'the end of it').toBeNull();
    expect(readVideo(bytes(0x17, 0, 0, 0, 0, ...record.slice(0, 12)), 4)).toBeNull();
    expect(readAudio(bytes(0x2f, 1, 1))).toEqual({ kind: 'other', of: 'sound' });
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), fc.integer({ min: 1, max: 4 }), (any, size) => {
        readVideo(any, size);
        readAudio(any);
        nalSizeOf(any);
      }),
    );
  });

  test('sound says once what it is', () => {
    expect(readAudio(bytes(0xaf, 0, 0x11, 0x90))).toEqual({
      ...{ kind: 'aac.config', config: bytes(0x11, 0x90), sampleRate: 48_000, channels: 2 },
    });
    expect(readAudio(bytes(0xaf, 1, 1, 2))).toEqual({ kind: 'aac', frame: bytes(1, 2) });
    expect(readAudio(bytes(0x70, 3, 4))).toEqual({ kind: 'pcma', samples: bytes(3, 4) });
    expect(readAudio(bytes(0xaf, 0, 0x17, 0xf8)), 'a rate that is none').toEqual({
      kind: 'other',
      of: 'sound',
    });
  });
});

describe('from tags to packets', () => {
  test('a long NAL unit goes in pieces that a line carries, and is whole again', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 2, maxLength: 5_000 }), (any) => {
        const nal = Uint8Array.from([0x65, ...any]);
        const payloads = cutNals([nal]);
        for (const each of payloads) expect(each.length).toBeLessThanOrEqual(1_200);
        expect(nalsIn(payloads[0] ?? bytes())[0]?.type).toBe(5);
        const joined =
          payloads.length === 1
            ? nal
            : Uint8Array.from([0x65, ...payloads.flatMap((each) => [...each.subarray(2)])]);
        expect(joined).toEqual(nal);
        if (payloads.length > 1)
          expect((payloads.at(-1)?.[1] ?? 0) & 0x40, 'says that it is the last').toBe(0x40);
      }),
    );
    expect([...wrapAac(bytes(7, 8))]).toEqual([0, 16, 0, 16, 7, 8]);
  });

  test('the last packet of a picture says so; sound is counted by samples until the clock says otherwise', () => {
    const picture = new RtpWriter({ payloadType: 96, clockRate: 90_000 });
    const read = picture.picture(1_000, [bytes(1), bytes(2)]).map(readRtp);
    expect(read.map((each) => [each?.timestamp, each?.marker])).toEqual([
      [90_000, false],
      [90_000, true],
    ]);
    const sound = new RtpWriter({ payloadType: 97, clockRate: 48_000 });
    const at = (ms: number) => readRtp(sound.sound(ms, { payload: bytes(1), samples: 1_024 }))?.timestamp;
    expect([at(0), at(21), at(43), at(2_000)]).toEqual([0, 1_024, 2_048, 96_000]);
  });
});
