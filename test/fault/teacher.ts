import { setTimeout as pause } from 'node:timers/promises';
import { io, type Socket } from 'socket.io-client';
import type { PersonId, SessionId } from '../../shared/kernel/ids.ts';
import { answerFrame } from '../../shared/wire/requests.ts';
import { routes } from '../../shared/wire/routes.ts';
import { WIRE_VERSION } from '../../shared/wire/version.ts';
import type { Api } from '../support/api.ts';
import { signIn } from '../support/county.ts';

export type TeacherWish = {
  readonly personId: PersonId;
  readonly name: string;
  readonly loginName: string;
  readonly lesson: SessionId;
};

export type Asked = {
  /** When each request was sent (epoch ms) that was answered with something. */
  readonly served: readonly number[];
  readonly refused: number;
  /** When the socket was found down. */
  readonly downAtMs: readonly number[];
};

/** Somebody of the staff who sits in a lesson and asks all the time, by socket and over HTTP, and comes back whenever they are cut off. */
export type Teacher = Omit<TeacherWish, 'lesson'> & { stop(): Promise<Asked> };

const EVERY_MS = 100;
const ANSWER_LIMIT_MS = 2000;

const cookieHeader = (api: Api): string =>
  api
    .cookies()
    .map(({ name, value }) => `${name}=${value}`)
    .join('; ');

export function connectAs(url: string, api: Api): Promise<Socket> {
  const socket = io(url, {
    auth: { version: WIRE_VERSION },
    transports: ['websocket'],
    reconnectionDelay: 50,
    reconnectionDelayMax: 200,
    extraHeaders: { origin: url, cookie: cookieHeader(api) },
  });
  return new Promise((resolve, reject) => {
    socket.once('connect', () => resolve(socket));
    socket.once('connect_error', reject);
  });
}

export async function startTeacher(url: string, { lesson, ...who }: TeacherWish): Promise<Teacher> {
  const api = await signIn(url, who.loginName);
  const socket = await connectAs(url, api);
  const served: number[] = [];
  const downAtMs: number[] = [];
  let refused = 0;
  let seated = false;
  let stopped = false;
  socket.on('disconnect', () => {
    seated = false;
    if (stopped) return;
    downAtMs.push(Date.now());
    // The library stays away when a server hangs up; whoever is stubborn does not.
    socket.connect();
  });
  const count = (sentAtMs: number, fine: boolean) => {
    if (fine) served.push(sentAtMs);
    else refused += 1;
  };
  const speak = async () => {
    if (!socket.connected) {
      socket.connect();
      return;
    }
    const sentAtMs = Date.now();
    const name = seated ? 'session.catchUp' : 'session.join';
    const body = { sessionId: lesson, ...(seated ? { afterSeq: 0 } : {}) };
    const fine = await answered(socket.timeout(ANSWER_LIMIT_MS).emitWithAck(name, { body }));
    if (fine === null) return;
    seated = seated || fine;
    count(sentAtMs, fine);
  };
  // A list is never refused: what somebody may not see is not in it.
  const read = async () => {
    const sentAtMs = Date.now();
    const answer = await fetch(url + routes['class.list'].path, { headers: { cookie: cookieHeader(api) } });
    const { rows = [] } = (await answer.json()) as { rows?: readonly unknown[] };
    count(sentAtMs, answer.ok && rows.length > 0);
  };
  const forever = async (work: () => Promise<unknown>) => {
    while (!stopped) {
      await work();
      await pause(EVERY_MS);
    }
  };
  const working = Promise.all([forever(speak), forever(read)]);
  return {
    ...who,
    async stop() {
      stopped = true;
      await working;
      socket.disconnect();
      return { served, refused, downAtMs };
    },
  };
}

/** @returns null when no answer came, or the line went down */
async function answered(asking: Promise<unknown>): Promise<boolean | null> {
  try {
    return answerFrame.parse(await asking).ok;
  } catch {
    return null;
  }
}
