import type { IncomingMessage, ServerResponse } from 'node:http';
import { answerTo, iceLines, readOffer, type WhipOffer } from '../../sfu/index.ts';
import type { StreamId } from '../../shared/kernel/ids.ts';
import { seatOfHost } from '../../shared/session/session.events.ts';
import type { NewId } from '../platform/ports.ts';
import { hashToken, isToken } from '../platform/tokens.ts';
import type { Hosted, Hosts } from '../session/session.host.ts';
import type { Desk } from './ingest.desk.ts';
import type { IngestStore, Source } from './ingest.store.ts';

/** The path of RFC 9725; below it each sending encoder has its own. */
const PATH = '/whip';
const OFFER_MAX = 64 * 1024;
const RETRY_S = 10;

export type WhipDeps = {
  readonly store: Pick<IngestStore, 'byKey'>;
  readonly desk: Pick<Desk, 'lessonAt' | 'sending'>;
  readonly hosts: Hosts;
  readonly newId: NewId;
};

type Sending = {
  readonly keyHash: string;
  readonly hosted: Hosted;
  readonly ufrag: string;
  readonly end: () => Promise<void>;
};
type Exchange = { readonly request: IncomingMessage; readonly response: ServerResponse };

/** Encoders that send by WHIP: the key says from which room and in which place. @returns what answers, false for other addresses */
export function createWhip(deps: WhipDeps) {
  const sendings = new Map<string, Sending>();
  const serve = async (exchange: Exchange, id: string | null): Promise<void> => {
    const { request, response } = exchange;
    const token = /^bearer (\S{1,200})$/i.exec(request.headers.authorization ?? '')?.[1];
    const keyHash = isToken(token) ? hashToken(token) : null;
    const source = keyHash === null ? null : await deps.store.byKey(keyHash);
    if (keyHash === null || source?.kind !== 'whip' || !source.on) return answer(response, 401);
    if (id === null) return request.method === 'POST' ? begin(exchange, source) : answer(response, 405);
    const sending = sendings.get(id);
    if (sending?.keyHash !== keyHash) return answer(response, 404);
    if (request.method === 'DELETE') {
      await sending.end();
      return answer(response, 200);
    }
    return request.method === 'PATCH' ? patch(exchange, sending) : answer(response, 405);
  };

  const begin = async ({ request, response }: Exchange, source: Source): Promise<void> => {
    if (!/^application\/sdp\b/i.test(request.headers['content-type'] ?? '')) return answer(response, 415);
    const text = await bodyOf(request);
    if (text === null) return answer(response, 413);
    const offer = readOffer(text);
    if (offer === 'malformed') return answer(response, 400);
    if (offer === 'codec') return answer(response, 406);
    const sessionId = deps.desk.lessonAt(source.roomId);
    if (sessionId === null) return answer(response, 503, { 'Retry-After': String(RETRY_S) });
    const id = deps.newId();
    // The encoder that came before has its place taken: it may be the same one, back after its line was cut.
    await Promise.all(
      [...sendings.values()].filter((each) => each.keyHash === source.keyHash).map((each) => each.end()),
    );
    let end = async (): Promise<void> => undefined;
    const place = { seat: seatOfHost(source.roomId), part: 'host' } as const;
    const sat = await deps.hosts.sit(sessionId, place, () => void end());
    if (!sat.ok) return answer(response, 503, { 'Retry-After': String(RETRY_S) });
    const hosted = sat.value;
    const publishing = publisherOf(hosted, offer, source);
    const stopTelling = deps.desk.sending(source, {
      sessionId: () => sessionId,
      closed: publishing.closed,
      standing: () => ({ state: 'on', picture: 'passed', voice: publishing.voice() }),
      async attend(now) {
        if (now === sessionId) await publishing.retune();
        else await end();
      },
      // Its transport is gone: an encoder notices, and comes again.
      lost: () => end(),
      end: () => end(),
    });
    end = async () => {
      sendings.delete(id);
      stopTelling();
      await hosted.leave();
    };
    sendings.set(id, { keyHash: source.keyHash ?? '', hosted, ufrag: ufragOf(text), end });
    const connected = await hosted.connect('send', offer.dtlsParameters);
    const picture = connected.ok ? await publishing.retune() : false;
    if (!picture) {
      await end();
      return answer(response, 406);
    }
    const sdp = answerTo(offer, hosted.offer.send);
    answer(
      response,
      201,
      { 'Content-Type': 'application/sdp', Location: `${PATH}/${id}`, ETag: `"${id}"` },
      sdp,
    );
  };

  const patch = async ({ request, response }: Exchange, { hosted, ufrag }: Sending): Promise<void> => {
    const text = await bodyOf(request);
    if (text === null) return answer(response, 413);
    // We are where candidates lead to, and take none; another name means that the encoder's line is new.
    if (ufragOf(text) === '' || ufragOf(text) === ufrag) return answer(response, 204);
    const restarted = await hosted.restartIce('send');
    if (!restarted.ok) return answer(response, 404);
    const body = `${iceLines(restarted.value).join('\r\n')}\r\n`;
    answer(response, 200, { 'Content-Type': 'application/trickle-ice-sdpfrag' }, body);
  };

  return {
    answers(request: IncomingMessage, response: ServerResponse): boolean {
      const { pathname } = new URL(request.url ?? '/', 'http://localhost');
      if (pathname !== PATH && !pathname.startsWith(`${PATH}/`)) return false;
      response.setHeader('Access-Control-Allow-Origin', '*');
      response.setHeader('Cache-Control', 'no-store');
      if (request.method === 'OPTIONS') {
        answer(response, 204, {
          'Access-Control-Allow-Methods': 'POST, PATCH, DELETE, OPTIONS',
          'Access-Control-Allow-Headers': 'Authorization, Content-Type, If-Match',
          'Access-Control-Expose-Headers': 'Location, ETag',
        });
        return true;
      }
      const id = pathname === PATH ? null : pathname.slice(PATH.length + 1);
      serve({ request, response }, id).catch(() => answer(response, 503, { 'Retry-After': String(RETRY_S) }));
      return true;
    },
    stop: async (): Promise<void> => {
      await Promise.all([...sendings.values()].map((each) => each.end()));
    },
  };
}

/** Sends what was offered as far as it may be sent now: a voice only after the start. */
function publisherOf(hosted: Hosted, { parts }: WhipOffer, { place }: Source) {
  const streams = new Map<'audio' | 'video', StreamId>();
  let busy: Promise<boolean> | null = null;
  const publish = async (): Promise<boolean> => {
    for (const { taken } of parts) {
      if (taken === null || streams.has(taken.kind) || (taken.kind === 'audio' && place !== 'camera'))
        continue;
      const made = await hosted.publish(taken.kind === 'audio' ? 'voice' : place, taken.rtpParameters);
      if (made.ok) streams.set(taken.kind, made.value);
    }
    return streams.has('video') || !parts.some(({ taken }) => taken?.kind === 'video');
  };
  return {
    retune(): Promise<boolean> {
      busy ??= publish().finally(() => {
        busy = null;
      });
      return busy;
    },
    closed(streamId: StreamId): void {
      for (const [kind, known] of streams) if (known === streamId) streams.delete(kind);
    },
    voice: () => streams.has('audio'),
  };
}

const ufragOf = (sdp: string): string => /^a=ice-ufrag:(\S+)/m.exec(sdp)?.[1] ?? '';

function answer(
  response: ServerResponse,
  status: number,
  headers: Record<string, string> = {},
  body = '',
): void {
  if (!response.headersSent) response.writeHead(status, headers).end(body);
}

/** Null for more than any offer is. */
async function bodyOf(request: IncomingMessage): Promise<string | null> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    if (!Buffer.isBuffer(chunk)) continue;
    bytes += chunk.length;
    if (bytes > OFFER_MAX) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
