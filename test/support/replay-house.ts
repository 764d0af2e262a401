import { existsSync, readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';
import { scanPiece } from '../../server/recording/fmp4.rules.ts';
import { playlistOf } from '../../server/recording/playlist.rules.ts';
import type { PieceId, RecordingId } from '../../shared/kernel/ids.ts';
import { type RecordedSource, type Replay, recordingPaths } from '../../shared/recording.ts';
import type { SeatKey } from '../../shared/session/session.events.ts';
import { type PieceFile, replayPieces, type Stretch } from './replay-pieces.ts';

const PAGES = join(import.meta.dirname, '../../dist/client');
const ID = '01900000-0000-7000-8000-000000000001' as RecordingId;
const SEAT = 'person:01900000-0000-7000-8000-000000000002' as SeatKey;
const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
};

/** Two stretches with twelve seconds between them in which nothing was recorded; slides come after a while. */
const LESSON: readonly Stretch[] = [
  { source: 'voice', fromS: 0, toS: 100 },
  { source: 'camera', fromS: 0, toS: 100 },
  { source: 'content', fromS: 40, toS: 100 },
  { source: 'voice', fromS: 112, toS: 240 },
  { source: 'camera', fromS: 112, toS: 240 },
  { source: 'content', fromS: 112, toS: 200 },
];
const LENGTH_MS = 240_000;
const CAPTIONS = 'WEBVTT\n\n00:00.000 --> 04:00.000\n同学们好，今天我们学习分数\n';

export type ReplayHouse = {
  readonly url: string;
  /** Where the recording is played. */
  readonly address: string;
  /** Every query given out so far opens nothing any more. */
  expire(): void;
  remove(): void;
  /** How many bytes of pieces were given out. */
  pieceBytes(): number;
  renewals(): number;
  close(): Promise<void>;
};

/** Gives out the built page of replays and one recording, by the addresses and in the shapes of shared/recording.ts. */
export async function startReplayHouse(host = '127.0.0.1'): Promise<ReplayHouse> {
  const files = replayPieces(LESSON).map((each, index) => ({
    ...each,
    pieceId: `01900000-0000-7000-8000-0000000001${String(index).padStart(2, '0')}` as PieceId,
    bytes: readFileSync(each.file),
  }));
  const now = { query: 'until=1&sig=0', removed: false, renewals: 0, pieceBytes: 0 };
  const give = (request: IncomingMessage, response: ServerResponse) => {
    const { pathname, search } = new URL(request.url ?? '/', 'http://localhost');
    if (pathname.startsWith('/recordings/')) {
      const isGood = search === `?${now.query}` && !now.removed;
      const found = isGood ? recorded(pathname, files, now.query) : null;
      now.pieceBytes += sendRange(request, response, found);
      return;
    }
    if (pathname === `/api/recordings/${ID}/address`) {
      now.renewals += 1;
      json(response, now.removed ? null : addressOf(now.query));
    } else if (pathname === `/api/recordings/${ID}/replay`) json(response, replayOf(files, now));
    else if (pathname.startsWith('/api/')) json(response, null);
    else sendPage(pathname, request, response);
  };
  const server = createServer(give);
  await new Promise<void>((resolve) => server.listen(0, host, resolve));
  const url = `http://${host}:${(server.address() as AddressInfo).port}`;
  return {
    url,
    address: `${url}/replay/${ID}`,
    expire: () => {
      now.query = `until=1&sig=${now.renewals + 1}`;
    },
    remove: () => {
      now.removed = true;
    },
    pieceBytes: () => now.pieceBytes,
    renewals: () => now.renewals,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

type Held = PieceFile & { readonly pieceId: PieceId; readonly bytes: Buffer };

const addressOf = (query: string) => ({ query, untilMs: Date.now() + 300_000 });

function replayOf(
  files: readonly Held[],
  now: { readonly query: string; readonly removed: boolean },
): Replay {
  const sources: readonly RecordedSource[] = ['voice', 'camera', 'content'];
  return {
    recordingId: ID,
    sessionId: '01900000-0000-7000-8000-000000000003' as never,
    state: now.removed ? 'removed' : 'closed',
    subject: '数学',
    grade: '三年级',
    lecturerName: '陈老师',
    schoolName: '云溪县实验小学',
    startedAtMs: Date.parse('2026-11-20T01:00:00Z'),
    durationMs: LENGTH_MS,
    tracks: now.removed
      ? []
      : sources.map((source) => ({
          seat: SEAT,
          source,
          leads: true,
          playlist: recordingPaths.playlist(ID, SEAT, source),
          pieces: files
            .filter((each) => each.source === source)
            .map(({ pieceId, fromS, toS, bytes }) => ({
              pieceId,
              fromMs: fromS * 1000,
              toMs: toS * 1000,
              bytes: bytes.length,
              codec: source === 'voice' ? 'opus' : 'avc1.42c01f',
              size: source === 'voice' ? null : { width: 1280, height: 720 },
            })),
        })),
    gaps: [{ fromMs: 100_000, toMs: 112_000, cause: 'recorder' }],
    chapters: [
      { atMs: 0, kind: 'start' },
      { atMs: 40_000, kind: 'page', page: 1, text: '分数的认识' },
      { atMs: 100_000, kind: 'gap' },
      { atMs: 130_000, kind: 'stage', roomName: '李家沟教学点' },
      { atMs: 180_000, kind: 'question', number: 1, text: '四分之一是多少？' },
    ],
    slides: [],
    captions: [{ language: 'zh-CN', label: '中文', path: recordingPaths.captions(ID, 'zh-CN') }],
    thumbnails: null,
    address: addressOf(now.query),
  };
}

function recorded(pathname: string, files: readonly Held[], query: string): Buffer | null {
  const piece = files.find(({ pieceId }) => pathname === recordingPaths.piece(ID, pieceId));
  if (piece !== undefined) return piece.bytes;
  if (pathname === recordingPaths.captions(ID, 'zh-CN')) return Buffer.from(CAPTIONS);
  const of = files.filter(({ source }) => pathname === recordingPaths.playlist(ID, SEAT, source));
  if (of.length === 0) return null;
  const pieces = of.flatMap(({ pieceId, fromS, bytes }) => {
    const index = scanPiece(bytes);
    return index === null ? [] : [{ pieceId, startedAtMs: fromS * 1000, index, isWhole: true }];
  });
  return Buffer.from(playlistOf({ pieces, ended: true, query }));
}

/** @returns how many bytes were sent */
function sendRange(request: IncomingMessage, response: ServerResponse, bytes: Buffer | null): number {
  if (bytes === null) {
    response.writeHead(404).end();
    return 0;
  }
  const [, first, last] = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? '') ?? [];
  if (first === undefined) {
    response.writeHead(200, { 'content-length': bytes.length }).end(bytes);
    return bytes.length;
  }
  const end = last === undefined || last === '' ? bytes.length - 1 : Math.min(Number(last), bytes.length - 1);
  const part = bytes.subarray(Number(first), end + 1);
  const range = `bytes ${first}-${end}/${bytes.length}`;
  response.writeHead(206, { 'content-range': range, 'content-length': part.length }).end(part);
  return part.length;
}

function json(response: ServerResponse, answer: unknown): void {
  response.writeHead(answer === null ? 404 : 200, { 'content-type': 'application/json' });
  response.end(JSON.stringify(answer ?? { code: 'NOT_FOUND' }));
}

function sendPage(pathname: string, request: IncomingMessage, response: ServerResponse): void {
  const name = pathname.startsWith('/replay/') ? '/replay.html' : normalize(pathname);
  const file = join(PAGES, name);
  // Browsers take Brotli over HTTPS and on their own machine alone.
  const isBrotli = `${request.headers['accept-encoding']}`.includes('br');
  const packed = `${file}.${isBrotli ? 'br' : 'gz'}`;
  if (!file.startsWith(PAGES) || !existsSync(packed)) {
    response.writeHead(404).end();
    return;
  }
  const type = TYPES[extname(file)] ?? 'application/octet-stream';
  response
    .writeHead(200, { 'content-type': type, 'content-encoding': isBrotli ? 'br' : 'gzip' })
    .end(readFileSync(packed));
}
