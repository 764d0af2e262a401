import { answerTo, iceLines, readOffer, type WhipOffer } from '../../sfu/index.ts';
import type { StreamId } from '../../shared/kernel/ids.ts';
import { seatOfHost } from '../../shared/session/session.events.ts';
import type { NewId } from '../platform/ports.ts';
import { hashToken, isToken } from '../platform/tokens.ts';
import type { Hosted, Hosts } from '../session/session.host.ts';
import type { Desk } from './ingest.desk.ts';
import {
  answer,
  answering,
  bearerOf,
  bodyOf,
  created,
  type Exchange,
  offerOf,
  RETRY_S,
  ufragOf,
} from './ingest.http.ts';
import type { IngestStore, Source } from './ingest.store.ts';

/** The path of RFC 9725; below it each sending encoder has its own. */
const PATH = '/whip';

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

/** Encoders that send by WHIP: the key says from which room and in which place. @returns what answers, false for other addresses */
export function createWhip(deps: WhipDeps) {
  const sendings = new Map<string, Sending>();
  const serve = async (exchange: Exchange, id: string | null): Promise<void> => {
    const { request, response } = exchange;
    const token = bearerOf(request);
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

  const begin = async (exchange: Exchange, source: Source): Promise<void> => {
    const { response } = exchange;
    const text = await offerOf(exchange);
    if (typeof text === 'number') return answer(response, text);
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
    created(response, `${PATH}/${id}`, { id, sdp: answerTo(offer, hosted.offer.send) });
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
    answers: answering(PATH, serve),
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
