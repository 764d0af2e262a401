import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseSdp } from './sdp.rules.ts';
import { codecsOffered, playerAnswer, readPlayerOffer } from './whep.rules.ts';

const fingerprint = `a=fingerprint:sha-256 ${Array.from({ length: 32 }, () => '0A').join(':')}`;
const offer = (...media: string[]) => ['v=0', fingerprint, ...media].join('\r\n');
const audio = ['m=audio 9 UDP/TLS/RTP/SAVPF 63', 'a=mid:a', 'a=recvonly', 'a=rtpmap:63 opus/48000/2'].join(
  '\r\n',
);
const video = (...more: string[]) =>
  ['m=video 9 UDP/TLS/RTP/SAVPF 35 36 37', 'a=mid:v', 'a=recvonly', ...more].join('\r\n');
const h264 = (payloadType: number, format: string) => [
  `a=rtpmap:${payloadType} H264/90000`,
  `a=fmtp:${payloadType} ${format}`,
  `a=rtcp-fb:${payloadType} nack pli`,
];
const high = h264(35, 'packetization-mode=1;profile-level-id=64001f');
const lowest = h264(36, 'level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42e01f');

function read(text: string) {
  const found = readPlayerOffer(text);
  if (typeof found === 'string') throw new Error(found);
  return found;
}

test('what is no offer is refused, and what could play nothing of ours', () => {
  expect(readPlayerOffer('')).toBe('malformed');
  expect(readPlayerOffer(['v=0', audio].join('\r\n')), 'without a fingerprint').toBe('malformed');
  expect(readPlayerOffer(offer(video('a=rtpmap:35 AV1/90000')))).toBe('codec');
  expect(readPlayerOffer(offer(audio.replace('recvonly', 'sendonly')))).toBe('codec');
  expect(readPlayerOffer(offer(audio, video(...lowest).replaceAll('36', '63'))), 'one number twice').toBe(
    'malformed',
  );
  fc.assert(
    fc.property(
      fc.string({ maxLength: 300 }),
      (any) => void readPlayerOffer(`v=0\r\n${fingerprint}\r\n${any}`),
    ),
  );
});

test('the lowest profile is preferred, a higher one does, and so does one that says nothing', () => {
  const numberOf = (...lines: string[]) => codecsOffered(read(offer(video(...lines))));
  expect(numberOf(...high, ...lowest)).toEqual([{ mimeType: 'video/H264', payloadType: 36 }]);
  expect(numberOf(...high)).toEqual([{ mimeType: 'video/H264', payloadType: 35 }]);
  expect(numberOf('a=rtpmap:37 H264/90000')).toEqual([{ mimeType: 'video/H264', payloadType: 37 }]);
  expect(
    numberOf(...h264(35, 'packetization-mode=0;profile-level-id=42e01f'), 'a=rtpmap:37 VP8/90000'),
  ).toEqual([{ mimeType: 'video/VP8', payloadType: 37 }]);
});

test('the answer keeps to the player’s numbers and parts, and refuses a second picture', () => {
  const text = offer(audio, video(...high, ...lowest), video(...lowest).replace('mid:v', 'mid:w'));
  const answer = playerAnswer(read(text), {
    id: 't',
    iceParameters: { usernameFragment: 'u', password: 'p', iceLite: true },
    iceCandidates: [
      {
        foundation: 'f',
        priority: 1,
        ip: '127.0.0.1',
        address: '127.0.0.1',
        protocol: 'udp',
        port: 4,
        type: 'host',
      },
    ],
    dtlsParameters: { role: 'auto', fingerprints: [{ algorithm: 'sha-256', value: '0A' }] },
  });
  const { media = [] } = parseSdp(answer) ?? {};
  expect(media.map(({ kind, port, payloadTypes }) => [kind, port, payloadTypes])).toEqual([
    ['audio', 9, [63]],
    ['video', 9, [36]],
    ['video', 0, [35]],
  ]);
  expect(answer).toContain('a=group:BUNDLE a v\r\n');
  expect(answer).toContain('a=rtpmap:63 opus/48000/2\r\n');
  expect(answer).toContain(
    'a=fmtp:36 level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42e01f\r\n',
  );
  expect(answer).toContain('a=rtcp-fb:36 nack pli\r\n');
  expect(answer).not.toContain('a=ssrc');
});
