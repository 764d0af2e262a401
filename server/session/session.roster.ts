import type { ConnectionId, DeviceId, RoomId, SessionId } from '../../shared/kernel/ids.ts';
import { type Audience, viewOf } from '../../shared/session/session.audience.ts';
import type { SeatKey, SeatPart } from '../../shared/session/session.events.ts';
import { isEndOf } from '../../shared/session/session.line-voice.ts';
import { messagesBetween } from '../../shared/session/session.news.ts';
import type { SessionState } from '../../shared/session/session.state.ts';
import type { SessionView } from '../../shared/session/session.view.ts';
import type { Actor } from '../identity/identity.types.ts';
import type { Connection } from '../platform/ports.ts';
import type { Access } from './session.access.ts';
import { isRemoved } from './session.presence.rules.ts';

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

/** What a member has been told so far. While `held`, news waits behind an answer that is on its way. */
type Mirror = { seq: number; view: SessionView; held: boolean };
type Here = { readonly members: Map<string, Member>; latest: SessionState | null };

/** Who is connected to this process, who of them sits where, and what each has been told. */
export class Roster {
  readonly #connections = new Map<string, Connection<Actor>>();
  readonly #members = new Map<string, Member>();
  readonly #mirrors = new Map<string, Mirror>();
  readonly #sessions = new Map<SessionId, Here>();

  connected(connection: Connection<Actor>): void {
    this.#connections.set(connection.id, connection);
  }

  /** Whoever sat there, now removed. */
  disconnected(connectionId: string): Member | undefined {
    this.#connections.delete(connectionId);
    return this.unseat(connectionId);
  }

  isConnected(connectionId: string): boolean {
    return this.#connections.has(connectionId);
  }

  seat(member: Member): void {
    this.unseat(member.connectionId);
    this.#members.set(member.connectionId, member);
    const here = this.#sessions.get(member.sessionId) ?? { members: new Map(), latest: null };
    here.members.set(member.connectionId, member);
    this.#sessions.set(member.sessionId, here);
  }

  unseat(connectionId: string): Member | undefined {
    const member = this.#members.get(connectionId);
    if (member === undefined) return undefined;
    this.#members.delete(connectionId);
    this.#mirrors.delete(connectionId);
    const here = this.#sessions.get(member.sessionId);
    here?.members.delete(connectionId);
    if (here?.members.size === 0) this.#sessions.delete(member.sessionId);
    return member;
  }

  memberOf(connectionId: string): Member | undefined {
    return this.#members.get(connectionId);
  }

  membersIn(sessionId: SessionId): readonly Member[] {
    return [...(this.#sessions.get(sessionId)?.members.values() ?? [])];
  }

  all(): readonly Member[] {
    return [...this.#members.values()];
  }

  /** From here on the member gets news that follow on this state. @returns its view of it */
  follow(member: Member, state: SessionState): SessionView {
    const view = viewOf(state, audienceNow(member, state));
    // The answer that carries this view goes out first; what happens meanwhile is told right after.
    const mirror = { seq: state.seq, view, held: true };
    this.#mirrors.set(member.connectionId, mirror);
    setImmediate(() => this.#release(member, mirror));
    return view;
  }

  /** Tells every member of a session what the newest state changes in its own view. */
  publish(state: SessionState): void {
    const here = this.#sessions.get(state.sessionId);
    if (here === undefined) return;
    here.latest = state;
    const sharing = new Map<string, SessionView>();
    for (const member of here.members.values()) {
      const audience = audienceNow(member, state);
      const place = 'roomId' in audience ? `${audience.kind} ${audience.roomId}` : audience.kind;
      const key = `${place} ${audience.ends ?? ''}`;
      const view = sharing.get(key) ?? viewOf(state, audience);
      sharing.set(key, view);
      this.#tell(member, state, view);
    }
  }

  /** Whoever was removed loses their place and is told why. */
  showOut(state: SessionState): void {
    for (const member of this.membersIn(state.sessionId)) {
      if (!isRemoved(state, member.seat)) continue;
      this.unseat(member.connectionId);
      member.connection.close('removed');
    }
  }

  devicesIn(roomIds: readonly RoomId[]): readonly Connection<Actor>[] {
    const wanted = new Set<RoomId>(roomIds);
    return [...this.#connections.values()].filter(
      ({ actor }) => actor.kind === 'device' && wanted.has(actor.roomId),
    );
  }

  everyScreen(): readonly Connection<Actor>[] {
    return [...this.#connections.values()].filter(({ actor }) => actor.kind === 'device');
  }

  #tell(member: Member, state: SessionState, view: SessionView): void {
    const mirror = this.#mirrors.get(member.connectionId);
    if (mirror === undefined || mirror.held || mirror.seq >= state.seq) return;
    const messages = messagesBetween(mirror.view, view);
    mirror.view = view;
    if (messages.length === 0) return;
    const news = { sessionId: state.sessionId, afterSeq: mirror.seq, seq: state.seq, messages };
    mirror.seq = state.seq;
    member.connection.push('session.changed', news);
  }

  #release(member: Member, mirror: Mirror): void {
    mirror.held = false;
    const latest = this.#sessions.get(member.sessionId)?.latest;
    if (this.#mirrors.get(member.connectionId) !== mirror || !latest) return;
    this.#tell(member, latest, viewOf(latest, audienceNow(member, latest)));
  }
}

/** Who came as a helper of another school and leads by now sees what whoever leads sees; an end of a line hears the other. */
export function audienceNow({ audience, seat, connectionId }: Member, state: SessionState): Audience {
  const now: Audience =
    audience.kind === 'console' && state.seats[seat]?.part === 'lecturer' ? { kind: 'lectern' } : audience;
  return isEndOf(state.lineVoice, connectionId) ? { ...now, ends: connectionId } : now;
}

export const createRoster = (): Roster => new Roster();
