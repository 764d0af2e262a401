import { randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { io } from 'socket.io-client';
import { type RoomId, type SessionId, uuidV7 } from '../../shared/kernel/ids.ts';
import { answerFrame, type RequestBody, type RequestName } from '../../shared/wire/requests.ts';
import { WIRE_VERSION } from '../../shared/wire/version.ts';
import type { Api } from './api.ts';

export type Acknowledged = {
  readonly commandId: string;
  readonly presentCount: number;
  readonly atMs: number;
};

/** Sits in a lesson and counts a room's pupils again and again, through whatever happens. */
export type Clerk = {
  /** What the server said it has, in order. */
  readonly acknowledged: readonly Acknowledged[];
  /** Why the server refused a count for good; null while it never did. */
  refusal(): string | null;
  /** Waits for an answer to the count under way, then leaves. */
  stop(): Promise<void>;
};

export type ClerkWish = {
  /** Signed in as somebody of the leading school. */
  readonly api: Api;
  readonly url: string;
  readonly sessionId: SessionId;
  readonly roomId: RoomId;
};

const EVERY_MS = 100;
const ANSWER_LIMIT_MS = 2000;
/** The product's word is that a repeated command id is done once: so whatever has no answer is sent again. */
const again = new Set(['UNAVAILABLE', 'TIMEOUT', 'CONFLICT', 'NOT_FOUND']);

export function startClerk({ api, url, sessionId, roomId }: ClerkWish): Clerk {
  const socket = io(url, {
    auth: { version: WIRE_VERSION },
    transports: ['websocket'],
    reconnectionDelay: 100,
    reconnectionDelayMax: 500,
    extraHeaders: { origin: url, cookie: cookieHeader(api) },
  });
  const ask = <N extends RequestName>(name: N, body: RequestBody<N>, commandId?: string) =>
    answerCode(
      socket
        .timeout(ANSWER_LIMIT_MS)
        .emitWithAck(name, { body, ...(commandId === undefined ? {} : { commandId }) }),
    );
  // Only who sits in the lesson may count: after every cut that has to be heard first.
  let seated = false;
  const sit = async (): Promise<boolean> => {
    seated = seated || (socket.connected && (await ask('session.join', { sessionId })) === null);
    return seated;
  };
  socket.on('disconnect', () => {
    seated = false;
  });

  const acknowledged: Acknowledged[] = [];
  let stopped = false;
  let refusal: string | null = null;
  const count = async (presentCount: number): Promise<void> => {
    const commandId = uuidV7(Date.now(), randomBytes(10));
    for (;;) {
      const code = (await sit())
        ? await ask('headCount.set', { sessionId, roomId, presentCount }, commandId)
        : 'UNAVAILABLE';
      if (code === null) acknowledged.push({ commandId, presentCount, atMs: Date.now() });
      if (code === null || !again.has(code)) {
        refusal = code;
        return;
      }
      if (stopped && code !== 'TIMEOUT') return;
      await pause(EVERY_MS);
    }
  };
  const working = (async () => {
    // No two counts in a row are alike: an equal one would leave no event.
    for (let turn = 1; !stopped && refusal === null; turn += 1) {
      await count(turn % 30);
      await pause(EVERY_MS);
    }
  })();
  return {
    acknowledged,
    refusal: () => refusal,
    async stop() {
      stopped = true;
      await working;
      socket.disconnect();
    },
  };
}

/** @returns null for an acknowledgement; `TIMEOUT` when none came or the line went */
async function answerCode(answering: Promise<unknown>): Promise<string | null> {
  let raw: unknown;
  try {
    raw = await answering;
  } catch {
    return 'TIMEOUT';
  }
  const frame = answerFrame.parse(raw);
  return frame.ok ? null : frame.error.code;
}

const cookieHeader = (api: Api): string =>
  api
    .cookies()
    .map(({ name, value }) => `${name}=${value}`)
    .join('; ');
