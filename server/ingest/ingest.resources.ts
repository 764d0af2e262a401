import { iceLines } from '../../sfu/index.ts';
import type { Result } from '../../shared/kernel/result.ts';
import type { IceParameters } from '../../shared/media.ts';
import type { NewId } from '../platform/ports.ts';
import { hashToken, isToken } from '../platform/tokens.ts';
import { answer, answering, bearerOf, type Exchange, RETRY_S, textOf, ufragOf } from './ingest.http.ts';

/** An encoder that sends or a player that plays, from its offer to its end. */
export type Resource = {
  restartIce(): Promise<Result<IceParameters>>;
  /** Idempotent. */
  end(): Promise<void>;
};

export type Offered<A> = {
  readonly text: string;
  readonly query: URLSearchParams;
  readonly admitted: A;
  readonly keyHash: string;
  /** To be called when it is over, however it came to its end. */
  readonly release: () => void;
};

export type ResourcesWish<A> = {
  /** Each resource has its own address below it. */
  readonly path: string;
  readonly newId: NewId;
  /** Whom the key lets in; null: nobody. */
  readonly admit: (keyHash: string) => Promise<A | null>;
  /** Answers the offer, or refuses it by a status. */
  readonly begin: (offered: Offered<A>) => Promise<(Resource & { readonly sdp: string }) | Refusal>;
};
/** No offer, nothing of it can be taken, or nothing is to be had now. */
export type Refusal = 400 | 406 | 503;

type Held = {
  readonly keyHash: string;
  readonly resource: Resource;
  /** The other side's name of its line: another one means that its line is new. */
  ufrag: string;
  /** How often its line began anew; the entity tag says so, as RFC 9725 has it. */
  restarts: number;
};

const OFFER = 'application/sdp';
const FRAGMENT = 'application/trickle-ice-sdpfrag';

/** What WHIP (RFC 9725) and WHEP do alike: keys, offers, lines that begin anew, ends. */
export function createResources<A>({ path, newId, admit, begin }: ResourcesWish<A>) {
  const all = new Map<string, Held>();

  const serve = async (exchange: Exchange, id: string | null): Promise<void> => {
    const { request, response } = exchange;
    const token = bearerOf(request);
    const keyHash = isToken(token) ? hashToken(token) : null;
    const admitted = keyHash === null ? null : await admit(keyHash);
    if (keyHash === null || admitted === null) return answer(response, 401, { 'WWW-Authenticate': 'Bearer' });
    if (id === null)
      return request.method === 'POST'
        ? make(exchange, { admitted, keyHash })
        : answer(response, 405, { Allow: 'POST, OPTIONS' });
    const held = all.get(id);
    if (held?.keyHash !== keyHash) return answer(response, 404);
    if (request.method === 'PATCH') return patch(exchange, { id, held });
    if (request.method !== 'DELETE') return answer(response, 405, { Allow: 'PATCH, DELETE, OPTIONS' });
    await held.resource.end();
    answer(response, 200);
  };

  const make = async (
    { request, response }: Exchange,
    given: { readonly admitted: A; readonly keyHash: string },
  ): Promise<void> => {
    const text = await textOf(request, OFFER);
    if (typeof text === 'number') return answer(response, text);
    const id = newId();
    let isOver = false;
    const release = (): void => {
      isOver = true;
      all.delete(id);
    };
    const { searchParams: query } = new URL(request.url ?? '/', 'http://localhost');
    const made = await begin({ text, query, ...given, release });
    if (typeof made === 'number')
      return answer(response, made, made === 503 ? { 'Retry-After': String(RETRY_S) } : {});
    if (isOver) return answer(response, 503, { 'Retry-After': String(RETRY_S) });
    const held: Held = { keyHash: given.keyHash, resource: made, ufrag: ufragOf(text), restarts: 0 };
    all.set(id, held);
    const headers = { 'Content-Type': OFFER, Location: `${path}/${id}`, ETag: tagOf(id, held) };
    answer(response, 201, headers, made.sdp);
  };

  /** We are where candidates lead to, and take none; a new line is a matter of names alone. */
  const patch = async (
    { request, response }: Exchange,
    { id, held }: { readonly id: string; readonly held: Held },
  ): Promise<void> => {
    const text = await textOf(request, FRAGMENT);
    if (typeof text === 'number') return answer(response, text);
    const ufrag = ufragOf(text);
    if (ufrag === '' && !/^a=(candidate:|end-of-candidates)/m.test(text)) return answer(response, 400);
    const isNew = ufrag !== '' && ufrag !== held.ufrag;
    if (isNew && !/^a=ice-pwd:\S/m.test(text)) return answer(response, 400);
    const match = request.headers['if-match'];
    if (isNew && match === undefined) return answer(response, 428);
    if (match !== undefined && match !== '*' && match !== tagOf(id, held)) return answer(response, 412);
    if (!isNew) return answer(response, 204);
    const restarted = await held.resource.restartIce();
    if (!restarted.ok) return answer(response, 404);
    held.ufrag = ufrag;
    held.restarts += 1;
    const headers = { 'Content-Type': FRAGMENT, ETag: tagOf(id, held) };
    answer(response, 200, headers, `${iceLines(restarted.value).join('\r\n')}\r\n`);
  };

  return {
    /** False for other addresses. */
    answers: answering(path, serve),
    async stop(): Promise<void> {
      await Promise.all([...all.values()].map(({ resource }) => resource.end()));
    },
  };
}

const tagOf = (id: string, { restarts }: Held): string => `"${id}-${restarts}"`;
