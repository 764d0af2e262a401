import { createServer } from 'node:http';
import type { ingestHouses } from './ingest-house.ts';
import { actors, joinLesson } from './session-house.ts';

type Houses = ReturnType<typeof ingestHouses>;
export type Asked = {
  readonly key?: string;
  readonly body?: string;
  readonly type?: string;
  readonly match?: string;
};

/** A house whose encoders and players come by HTTP. */
export async function openDoors({ openIngest, closers }: Houses) {
  const opened = await openIngest();
  const server = createServer((request, response) => {
    if (!opened.ingest.answers(request, response)) response.writeHead(418).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closers.push(() => new Promise((resolve) => server.close(() => resolve())));
  const address = server.address();
  const base = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
  return {
    ...opened,
    ask: (method: string, path: string, { key, body, type, match }: Asked) =>
      fetch(`${base}${path}`, {
        method,
        headers: {
          Connection: 'close',
          ...(key === undefined ? {} : { Authorization: `Bearer ${key}` }),
          ...(type === undefined ? {} : { 'Content-Type': type }),
          ...(match === undefined ? {} : { 'If-Match': match }),
        },
        ...(body === undefined ? {} : { body }),
      }),
    /** The lecturer comes. */
    async begin(): Promise<void> {
      await joinLesson(opened.house.connect(actors.teacher(1)));
      await opened.look();
    },
  };
}

const fingerprint = Array.from({ length: 32 }, () => '0A').join(':');
const head = ['v=0', `a=fingerprint:sha-256 ${fingerprint}`];
const ice = ['a=ice-ufrag:theirs', 'a=ice-pwd:x'];
const text = (lines: readonly string[]): string => `${lines.join('\r\n')}\r\n`;

/** A player that listens. */
export const playerOffer = text([
  ...[...head, 'm=audio 9 UDP/TLS/RTP/SAVPF 63', 'a=mid:0', ...ice],
  ...['a=recvonly', 'a=rtpmap:63 opus/48000/2'],
]);
/** An encoder that shows and speaks. */
export const encoderOffer = text([
  ...[...head, 'm=audio 9 UDP/TLS/RTP/SAVPF 63', 'a=mid:0', ...ice],
  ...['a=sendonly', 'a=rtpmap:63 opus/48000/2', 'a=ssrc:11 cname:c'],
  ...['m=video 9 UDP/TLS/RTP/SAVPF 109', 'a=mid:1', ...ice, 'a=sendonly', 'a=rtpmap:109 H264/90000'],
  ...['a=fmtp:109 packetization-mode=1;profile-level-id=42e01f', 'a=ssrc:12 cname:c'],
]);
