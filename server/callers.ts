import { type ConnectionId, connectionId, type PersonId, type SessionId } from '../shared/kernel/ids.ts';
import type { Door } from '../shared/wire/version.ts';
import type { OpenLine, ScreenLine } from './device/device.types.ts';
import type { Actor } from './identity/identity.types.ts';
import type { Authenticate, Connection, ConnectionListener, Log } from './platform/ports.ts';

type Noted = {
  came(line: Pick<OpenLine, 'deviceId' | 'wireVersion'>): Promise<void>;
  seen(line: ScreenLine): Promise<void>;
};

/** Which page a screen has and until when it was seen is written down; a failure to do so is no more than a line in the log. */
export function noting(
  inner: ConnectionListener<Actor>,
  devices: Noted,
  log: Log,
): ConnectionListener<Actor> {
  const unnoted = (error: unknown) => log.warn({ error }, 'coming or going of a screen not written');
  return {
    connected(connection) {
      inner.connected(connection);
      const { actor, wireVersion } = connection;
      if (actor.kind === 'device') devices.came({ deviceId: actor.deviceId, wireVersion }).catch(unnoted);
    },
    disconnected(connection, how, lastHeardAtMs) {
      inner.disconnected(connection, how, lastHeardAtMs);
      const { actor } = connection;
      if (actor.kind !== 'device') return;
      devices.seen({ deviceId: actor.deviceId, placeId: actor.placeId, lastHeardAtMs }).catch(unnoted);
    },
  };
}

/** The connection of a screen as the administrators' page needs it; none for everybody else's. */
export const screenLine =
  (joinedSession: (id: ConnectionId) => SessionId | null) =>
  (connection: Connection<Actor>): OpenLine[] => {
    const { actor, wireVersion } = connection;
    if (actor.kind !== 'device') return [];
    return [
      {
        deviceId: actor.deviceId,
        placeId: actor.placeId,
        lastHeardAtMs: connection.lastHeardAtMs(),
        wireVersion,
        inLesson: joinedSession(connectionId.parse(connection.id)) !== null,
        wantCheck: () => connection.push('device.checkWanted', {}),
      },
    ];
  };

/** Whether two are one and the same, be it with other rights. */
export function isSame(before: Actor, now: Actor): boolean {
  switch (before.kind) {
    case 'person':
      return now.kind === 'person' && now.loginId === before.loginId;
    case 'device':
      return now.kind === 'device' && now.deviceId === before.deviceId && now.placeId === before.placeId;
    case 'phone':
      return now.kind === 'phone' && now.grantId === before.grantId;
    case 'viewer':
      return now.kind === 'viewer' && now.viewerId === before.viewerId;
    case 'visitor':
      return false;
  }
}

/** A phone that helps in somebody's name is nobody's once they are no more. */
export const ofPeopleInForce =
  (behind: Behind, isInForce: (personId: PersonId) => Promise<boolean>): Behind =>
  async (cookies) => {
    const actor = await behind(cookies);
    if (actor?.kind !== 'phone' || actor.personId === null) return actor;
    return (await isInForce(actor.personId)) ? actor : null;
  };

/** Whose name a connection bears. */
export const personBehind = (actor: Actor): PersonId | null =>
  actor.kind === 'person' || actor.kind === 'phone' ? actor.personId : null;

type Behind = (cookies: Parameters<Authenticate<Actor>>[0]) => Promise<Actor | null>;

/**
 * One browser may hold the cookies of a person, a screen and a phone: the page that asks says which counts first. A phone's page is nobody's
 * but its helper's, a page to watch nobody's but its viewer's: whoever is signed in there besides does not teach by it.
 */
const counting = {
  console: ['person', 'device', 'phone'],
  screen: ['device', 'person'],
  phone: ['phone'],
  watch: ['viewer'],
} as const satisfies Record<Door, readonly string[]>;

export function authenticateBy(
  behind: Readonly<Record<'person' | 'device' | 'phone' | 'viewer', Behind>>,
): Authenticate<Actor> {
  return async (cookies, door) => {
    for (const each of counting[door]) {
      const actor = await behind[each](cookies);
      if (actor !== null) return actor;
    }
    return { kind: 'visitor' };
  };
}
