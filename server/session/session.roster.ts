import type { ConnectionId, DeviceId, RoomId, SessionId } from '../../shared/kernel/ids.ts';
import type { SeatKey, SeatPart } from '../../shared/session/session.events.ts';
import type { SessionState } from '../../shared/session/session.state.ts';
import {
  type Audience,
  messagesBetween,
  type SessionView,
  type ViewEnvelope,
  viewOf,
} from '../../shared/session/session.view.ts';
import type { Actor } from '../identity/identity.types.ts';
import type { Connection } from '../platform/ports.ts';
import type { Access } from './session.access.ts';

/** A connection that sits in a session. */
export type Member = {
  readonly connectionId: ConnectionId;
  readonly connection: Connection<Actor>;
  readonly sessionId: SessionId;
  readonly seat: SeatKey;
  readonly part: SeatPart;
  readonly deviceId: DeviceId | null;
  readonly access: Access;
  readonly audience: Audience;
  /** Of its resume token; the token itself is known to the client alone. */
  readonly tokenHash: string;
};

type Mirror = { seq: number; view: SessionView; held: boolean };

/** Who is connected to this process, who of them sits where, and what each has been told. */
export interface Roster {
  connected(connection: Connection<Actor>): void;
  /** Whoever sat there, now removed. */
  disconnected(connectionId: string): Member | undefined;
  isConnected(connectionId: string): boolean;
  seat(member: Member): void;
  unseat(connectionId: string): Member | undefined;
  memberOf(connectionId: string): Member | undefined;
  membersIn(sessionId: SessionId): readonly Member[];
  all(): readonly Member[];
  /** From here on the connection gets news that follow on this state. */
  follow(connectionId: ConnectionId, state: SessionState): SessionView;
  publish(state: SessionState): void;
  devicesIn(roomIds: readonly RoomId[]): readonly Connection<Actor>[];
}

export function createRoster(): Roster {
  const connections = new Map<string, Connection<Actor>>();
  const members = new Map<string, Member>();
  const mirrors = new Map<string, Mirror>();
  const bySession = new Map<SessionId, Map<string, Member>>();
  const latest = new Map<SessionId, SessionState>();

  const unseat = (connectionId: string): Member | undefined => {
    const member = members.get(connectionId);
    if (member === undefined) return undefined;
    members.delete(connectionId);
    mirrors.delete(connectionId);
    const others = bySession.get(member.sessionId);
    others?.delete(connectionId);
    if (others?.size === 0) {
      bySession.delete(member.sessionId);
      latest.delete(member.sessionId);
    }
    return member;
  };

  const tell = (member: Member, state: SessionState, view: SessionView): void => {
    const mirror = mirrors.get(member.connectionId);
    if (mirror === undefined || mirror.held || mirror.seq >= state.seq) return;
    const messages = messagesBetween(mirror.view, view);
    mirror.view = view;
    if (messages.length === 0) return;
    const news: ViewEnvelope = { sessionId: state.sessionId, afterSeq: mirror.seq, seq: state.seq, messages };
    mirror.seq = state.seq;
    member.connection.push('session.changed', news);
  };

  const release = (connectionId: string): void => {
    const mirror = mirrors.get(connectionId);
    const member = members.get(connectionId);
    if (mirror === undefined || member === undefined) return;
    mirror.held = false;
    const state = latest.get(member.sessionId);
    if (state !== undefined) tell(member, state, viewOf(state, member.audience));
  };

  return {
    connected: (connection) => {
      connections.set(connection.id, connection);
    },
    disconnected(connectionId) {
      connections.delete(connectionId);
      return unseat(connectionId);
    },
    isConnected: (connectionId) => connections.has(connectionId),
    seat(member) {
      unseat(member.connectionId);
      members.set(member.connectionId, member);
      const others = bySession.get(member.sessionId) ?? new Map<string, Member>();
      bySession.set(member.sessionId, others.set(member.connectionId, member));
    },
    unseat,
    memberOf: (connectionId) => members.get(connectionId),
    membersIn: (sessionId) => [...(bySession.get(sessionId)?.values() ?? [])],
    all: () => [...members.values()],
    follow(connectionId, state) {
      const member = members.get(connectionId);
      const view = viewOf(state, member?.audience ?? { kind: 'watch' });
      if (member !== undefined) {
        // The answer that carries this view goes out first; what happens meanwhile is told right after.
        mirrors.set(connectionId, { seq: state.seq, view, held: true });
        setImmediate(() => release(connectionId));
      }
      return view;
    },
    publish(state) {
      const sharing = new Map<string, SessionView>();
      const here = bySession.get(state.sessionId);
      if (here === undefined) return;
      latest.set(state.sessionId, state);
      for (const member of here.values()) {
        const key = 'roomId' in member.audience ? member.audience.roomId : member.audience.kind;
        const view = sharing.get(key) ?? viewOf(state, member.audience);
        sharing.set(key, view);
        tell(member, state, view);
      }
    },
    devicesIn(roomIds) {
      const wanted = new Set(roomIds);
      return [...connections.values()].filter(
        ({ actor }) => actor.kind === 'device' && wanted.has(actor.roomId),
      );
    },
  };
}
