import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { described, fitOf, isBSlice, nalsIn } from './h264.rules.ts';
import { H264Pass } from './h264-pass.ts';
import { readRtp, writeRtp } from './rtp.rules.ts';
import { authorizationFor, RtspReader, trackAddress } from './rtsp.rules.ts';
import { codecsOf, parseSdp } from './sdp.rules.ts';
import { answerTo, readOffer } from './whip.rules.ts';

const bytes = (...values: number[]) => Uint8Array.from(values);

describe('RTP', () => {
  test('what is none is none', () => {
    expect(readRtp(bytes())).toBeNull();
    expect(readRtp(new Uint8Array(12))).toBeNull();
    expect(readRtp(Uint8Array.from([0x80, 200, ...new Array(20).fill(0)])), 'a sender report').toBeNull();
    expect(readRtp(Uint8Array.from([0x90, 96, ...new Array(10).fill(0), 0, 0, 0xff, 0xff]))).toBeNull();
    expect(
      readRtp(Uint8Array.from([0xa0, 96, ...new Array(10).fill(0), 200])),
      'more padding than bytes',
    ).toBeNull();
    fc.assert(fc.property(fc.uint8Array({ maxLength: 40 }), (any) => void readRtp(any)));
  });

  test('a packet goes on with our numbers, without extension, contributors and padding', () => {
    const given = Uint8Array.from([
      ...[0xb1, 0x80 | 97, 0, 7, 0, 0, 1, 0, 9, 9, 9, 9],
      ...[1, 2, 3, 4],
      ...[0xab, 0xac, 0, 1, 5, 5, 5, 5],
      ...[0x65, 0x88, 0, 2],
    ]);
    const read = readRtp(given);
    expect(read).toMatchObject({ payloadType: 97, marker: true, timestamp: 256 });
    expect([...(read?.payload ?? [])]).toEqual([0x65, 0x88]);
    if (read === null) throw new Error('no packet');
    const again = readRtp(writeRtp(read, { payloadType: 100, ssrc: 0xfffffffe, sequence: 70_000 }));
    expect(again).toEqual({ ...read, payloadType: 100 });
  });
});

describe('H.264', () => {
  const b = bytes(0x01, 0b1010_0000);
  const p = bytes(0x41, 0b1110_0000);
  test('knows pictures that wait for later ones, alone, in pieces and in one packet with others', () => {
    expect(nalsIn(b).map(isBSlice)).toEqual([true]);
    expect(nalsIn(p).map(isBSlice)).toEqual([false]);
    expect(nalsIn(bytes(0x1c, 0x81, 0b1010_0000)).map(isBSlice)).toEqual([true]);
    expect(nalsIn(bytes(0x1c, 0x01, 0b1010_0000)), 'the middle of one').toEqual([]);
    expect(nalsIn(bytes(0x18, 0, 2, 0x41, 0b1110_0000, 0, 2, 0x01, 0b1010_0000)).map(isBSlice)).toEqual([
      false,
      true,
    ]);
    expect(nalsIn(bytes(0x18, 0, 200, 0x41))).toEqual([]);
    fc.assert(fc.property(fc.uint8Array({ maxLength: 60 }), (any) => void nalsIn(any).map(isBSlice)));
  });

  test('what fits goes on, what does not is told at its first packet', () => {
    expect([66, 77, 88, 100, 110].map(fitOf)).toEqual(['fits', 'unless-b', 'no', 'no', 'no']);
    const pass = (fit: 'fits' | 'unless-b') =>
      new H264Pass(
        { payloadType: 100, ssrc: 1 },
        { fit, sets: [bytes(0x67, 66, 0, 30)], firstSequence: 0xffff },
      );
    const packet = (payload: Uint8Array) => ({ payloadType: 96, marker: true, timestamp: 1, payload });
    expect(pass('fits').take(packet(b))).toHaveLength(1);
    expect(pass('unless-b').take(packet(p))).toHaveLength(1);
    expect(pass('unless-b').take(packet(b))).toBeNull();
    expect(pass('fits').take(packet(bytes(0x67, 100, 0, 30))), 'a High profile in the stream').toBeNull();
  });

  test('a key picture that comes without its parameter sets gets them, once', () => {
    const sets = [bytes(0x67, 66, 0, 30), bytes(0x68, 1, 2, 3)];
    const pass = new H264Pass({ payloadType: 100, ssrc: 1 }, { fit: 'fits', sets, firstSequence: 0 });
    const kinds = (payload: Uint8Array, timestamp: number) =>
      pass
        .take({ payloadType: 96, marker: true, timestamp, payload })
        ?.map((each) => (readRtp(each)?.payload[0] ?? 0) & 0x1f);
    expect(kinds(bytes(0x65, 0x88), 1)).toEqual([7, 8, 5]);
    expect(kinds(bytes(0x65, 0x08), 1), 'its next slice').toEqual([5]);
    expect(kinds(p, 2)).toEqual([1]);
    expect(kinds(bytes(0x67, 66, 0, 30), 3)).toEqual([7]);
    expect(kinds(bytes(0x65, 0x88), 3), 'which had its own').toEqual([5]);
  });

  test('reads the profile of the parameter sets before the one that is said', () => {
    const high = Buffer.from([0x67, 100, 0, 30]).toString('base64');
    expect(described({ 'profile-level-id': '42e01f', 'sprop-parameter-sets': high }).profile).toBe(100);
    expect(described({ 'profile-level-id': '4d401f' }).profile).toBe(77);
    expect(described({ 'profile-level-id': 'zz', 'sprop-parameter-sets': ',,x' })).toEqual({
      profile: null,
      sets: [],
    });
  });
});

describe('RTSP', () => {
  test('messages and packets are the same however they are cut', () => {
    const head =
      'RTSP/1.0 401 Unauthorized\r\nCSeq: 1\r\nWWW-Authenticate: Basic realm="x"\r\nContent-Length: 3\r\n\r\nabc';
    const whole = Buffer.concat([Buffer.from(head), Buffer.from([0x24, 2, 0, 2, 7, 8]), Buffer.from(head)]);
    const once = new RtspReader().push(whole);
    expect(once.map(({ kind }) => kind)).toEqual(['response', 'packet', 'response']);
    expect(once[0]).toMatchObject({ status: 401, challenges: ['Basic realm="x"'], body: 'abc' });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: whole.length - 1 }), (at) => {
        const reader = new RtspReader();
        expect([...reader.push(whole.subarray(0, at)), ...reader.push(whole.subarray(at))]).toEqual(once);
      }),
    );
  });

  test('nonsense is told instead of waited for', () => {
    expect(new RtspReader().push(Buffer.from('HTTP/1.1 200 OK\r\n\r\n'))).toEqual([{ kind: 'nonsense' }]);
    expect(new RtspReader().push(Buffer.alloc(20_000, 65))).toEqual([{ kind: 'nonsense' }]);
    expect(new RtspReader().push(Buffer.from('RTSP/1.0 200 OK\r\nContent-Length: 9999999\r\n\r\n'))).toEqual([
      { kind: 'nonsense' },
    ]);
  });

  test('a digest is answered as RFC 2617 does it, before basic', () => {
    const login = { username: 'Mufasa', password: 'Circle Of Life' };
    const challenge =
      'Digest realm="testrealm@host.com", qop="auth,auth-int", nonce="dcd98b7102dd2f0e8b11d0f600bfb0c093", opaque="5ccc069c403ebaf9f0171e9517f40e41"';
    const asked = { method: 'GET', uri: '/dir/index.html', login, cnonce: '0a4f113b' };
    expect(authorizationFor(['Basic realm="x"', challenge], asked)).toContain(
      'response="6629fae49393a05397450978507c4ef1"',
    );
    expect(authorizationFor(['Basic realm="x"'], asked)).toBe('Basic TXVmYXNhOkNpcmNsZSBPZiBMaWZl');
    expect(authorizationFor(['Negotiate'], asked)).toBeNull();
    expect(trackAddress('rtsp://c/live', 'track1')).toBe('rtsp://c/live/track1');
    expect(trackAddress('rtsp://c/live', 'rtsp://c/live/t')).toBe('rtsp://c/live/t');
    expect(trackAddress('rtsp://c/live', '*')).toBe('rtsp://c/live');
  });
});

test('codecs without a name are known by their number', () => {
  const sdp = parseSdp('v=0\r\nm=audio 0 RTP/AVP 8\r\nm=video 0 RTP/AVP 96\r\na=rtpmap:96 H265/90000\r\n');
  expect(sdp?.media.flatMap(codecsOf).map(({ name, clockRate }) => [name, clockRate])).toEqual([
    ['pcma', 8000],
    ['h265', 90000],
  ]);
  expect(parseSdp('hello')).toBeNull();
  expect(parseSdp(`v=0\r\n${'m=video 9 X 96\r\n'.repeat(17)}`)).toBeNull();
});

describe('WHIP', () => {
  const fingerprint = `a=fingerprint:sha-256 ${Array.from({ length: 32 }, () => '0A').join(':')}`;
  const video = (codec: string) =>
    [
      'm=video 9 UDP/TLS/RTP/SAVPF 102 103',
      'a=mid:1',
      'a=sendonly',
      ...codec.split('|'),
      'a=rtpmap:103 rtx/90000',
      'a=fmtp:103 apt=102',
      'a=ssrc:11 cname:x',
      'a=ssrc-group:FID 11 12',
    ].join('\r\n');
  const h264 =
    'a=rtpmap:102 H264/90000|a=fmtp:102 packetization-mode=1;profile-level-id=42e01f|a=rtcp-fb:102 nack pli|a=rtcp-fb:102 goog-remb';
  const offer = (...media: string[]) => ['v=0', fingerprint, ...media].join('\r\n');

  test('what is no offer is refused, and what nobody could show', () => {
    expect(readOffer('')).toBe('malformed');
    expect(readOffer(offer())).toBe('malformed');
    expect(readOffer(['v=0', video(h264)].join('\r\n')), 'without a fingerprint').toBe('malformed');
    expect(readOffer(offer(video('a=rtpmap:102 VP9/90000')))).toBe('codec');
    expect(readOffer(offer(video(h264).replace('sendonly', 'recvonly')))).toBe('codec');
  });

  test('one picture and one voice are taken, under the numbers of the offer', () => {
    const audio = ['m=audio 9 UDP/TLS/RTP/SAVPF 111', 'a=mid:0', 'a=rtpmap:111 opus/48000/2'].join('\r\n');
    const read = readOffer(offer(audio, video(h264), video(h264).replace('mid:1', 'mid:2')));
    if (typeof read === 'string') throw new Error(read);
    expect(read.parts.map(({ taken }) => taken?.kind ?? null)).toEqual(['audio', 'video', null]);
    expect(read.parts[1]?.taken?.rtpParameters).toMatchObject({
      codecs: [
        {
          mimeType: 'video/H264',
          payloadType: 102,
          parameters: { 'packetization-mode': 1, 'profile-level-id': '42e01f' },
          rtcpFeedback: [{ type: 'nack', parameter: 'pli' }],
        },
        { mimeType: 'video/rtx', payloadType: 103, parameters: { apt: 102 } },
      ],
      encodings: [{ ssrc: 11, rtx: { ssrc: 12 } }],
    });
    const answer = answerTo(read, {
      id: 't',
      iceParameters: { usernameFragment: 'u', password: 'p', iceLite: true },
      iceCandidates: [
        {
          foundation: 'f',
          priority: 1,
          address: '192.0.2.1',
          ip: '192.0.2.1',
          protocol: 'udp',
          port: 4000,
          type: 'host',
        },
      ],
      dtlsParameters: { role: 'auto', fingerprints: [{ algorithm: 'sha-256', value: 'AA:BB' }] },
    });
    expect(answer).toContain('a=group:BUNDLE 0 1\r\n');
    expect(answer.match(/^m=video 0 /gm)).toHaveLength(1);
    expect(answer).toContain('a=setup:passive');
    expect(answer).not.toContain('goog-remb');
    expect(parseSdp(answer)?.media).toHaveLength(3);
  });
});
