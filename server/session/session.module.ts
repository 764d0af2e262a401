import { randomInt } from 'node:crypto';
import type { MediaEngine } from '../../sfu/types.ts';
import type { SessionId } from '../../shared/kernel/ids.ts';
import { ok } from '../../shared/kernel/result.ts';
import type { DirectoryReader } from '../directory/directory.types.ts';
import type { Actor, Permit } from '../identity/identity.types.ts';
import type { PlanningReader } from '../planning/planning.types.ts';
import { aloneBus, type Bus } from '../platform/bus.ts';
import type { Clock, ConnectionListener, Database, Jobs, Log, Migration, NewId } from '../platform/ports.ts';
import { createGate } from './session.access.ts';
import { CommandService } from './session.command.service.ts';
import { createDoor, type SessionDoor } from './session.door.ts';
import { joinFellows, registerFellowJobs, tellingFellows } from './session.fellows.ts';
import { onlyHome, SharedHome } from './session.home.ts';
import { createHosts, type Hosts } from './session.host.ts';
import { registerJobs } from './session.jobs.ts';
import { LADDER_BEAT_MS, Ladders } from './session.ladder.ts';
import { LineVoiceService } from './session.line-voice.service.ts';
import { createSessionLog } from './session.log.ts';
import { MediaService } from './session.media.service.ts';
import { MediaKeeper } from './session.media.ts';
import { sessionMigrations } from './session.migrations.ts';
import { Pruning } from './session.pruning.ts';
import { QuestionService } from './session.question.service.ts';
import { createReader } from './session.reader.ts';
import { loseEverybody, recover } from './session.recovery.ts';
import { createRoster } from './session.roster.ts';
import { SeatService } from './session.service.ts';
import { createHandlers, createListener, type SessionHandlers } from './session.socket.ts';
import { createSpool } from './session.spool.ts';
import { createSessionStore } from './session.store.ts';
import { createTalk } from './session.talk.ts';
import { type DatedFact, type SessionReader, type StoreNews, serverActor } from './session.types.ts';
import { WallService } from './session.wall.service.ts';
import { createWipedStore } from './session.wiped.store.ts';

export type SessionsDeps = {
  readonly database: Database;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly log: Log;
  readonly jobs: Pick<Jobs, 'every'>;
  readonly engine: MediaEngine;
  readonly permit: Permit;
  readonly planning: Pick<PlanningReader, 'lessonOfSession' | 'card'>;
  readonly directory: Pick<DirectoryReader, 'snapshot'>;
  /** A file beside the database: server facts wait there while the database is away. */
  readonly spoolPath: string;
  /** Told once per change, for whoever looks after the machine. */
  readonly storeChanged?: (news: StoreNews) => void;
  /** Server time goes on from here when the machine's clock was set back while the server was down. */
  readonly notBefore?: (atMs: number) => void;
  /** Which room is picked: 0 ≤ chance < 1. The machine's own randomness unless told. */
  readonly chance?: () => number;
  /** Given when other servers work on the same records. `serverId` stays the same over restarts. */
  readonly fellows?: { readonly bus: Bus; readonly serverId: string };
};

export type Sessions = {
  readonly reader: SessionReader;
  readonly handlers: SessionHandlers;
  /** For modules above that have a word in the log. */
  readonly door: SessionDoor;
  /** Places for what has no socket here. */
  readonly hosts: Hosts;
  readonly listener: ConnectionListener<Actor>;
  /** To be called once after the migrations and before anybody connects. Starts the jobs. */
  recover(): Promise<void>;
  /** Writes what happened in a lesson that is over, all of it at once: for the past of a demonstration. */
  writePast(sessionId: SessionId, facts: readonly DatedFact[]): Promise<void>;
  /** Whether a lesson is running now, so that lengths are being measured. */
  anyLive(): boolean;
  /** Everybody is lost now and it is written down; from then on every request is answered UNAVAILABLE. */
  drain(): Promise<void>;
  /** Resolves when nothing is under way any more, neither in the log nor in the engine. */
  settled(): Promise<void>;
};

/** The steps of this module's schema, in order. */
export { sessionMigrations };

const CHANCES = 2 ** 32;
const fairChance = (): number => randomInt(CHANCES) / CHANCES;

export function createSessions(deps: SessionsDeps): Sessions & { readonly migrations: readonly Migration[] } {
  const { clock, newId, log, engine, planning } = deps;
  const store = createSessionStore(deps.database);
  const spool = createSpool(deps.spoolPath, log);
  const sessionLog = createSessionLog({
    store,
    spool,
    clock,
    newId,
    log,
    ...(deps.storeChanged === undefined ? {} : { storeChanged: deps.storeChanged }),
  });
  const roster = createRoster();
  const gate = createGate(deps);
  const { bus = aloneBus, serverId = '' } = deps.fellows ?? {};
  const sharedHome = bus.shared ? new SharedHome({ database: deps.database, serverId, clock }) : null;
  const home = sharedHome ?? onlyHome;
  const keeper = new MediaKeeper({ engine, sessionLog, roster, clock, log, home });
  const pruning = new Pruning({ engine, sessionLog, roster, clock });
  const ladders = new Ladders({ engine, sessionLog, roster, clock, log });
  const local = createReader({ store, sessionLog, roster, engine, ladders });
  const reader = tellingFellows(local, bus);
  sessionLog.onCommitted((_sessionId, events, state) => {
    roster.publish(state);
    if (events.some(({ type }) => type === 'seat.removed')) roster.showOut(state);
  });
  sessionLog.onWritten((_sessionId, events, state) => {
    // That somebody opened it is nobody's news: it may have been who watches unseen.
    const phased = events.some(({ type }) => type.startsWith('session.') && type !== 'session.opened');
    // A room that may come in again does not know it yet.
    const readmitted = events.some(({ type }) => type === 'seat.readmitted');
    if (phased || readmitted) reader.agendaChanged(state.plan?.rooms.map((room) => room.roomId) ?? []);
  });
  const fellows = sharedHome && {
    bus,
    home: sharedHome,
    store,
    sessionLog,
    roster,
    local,
    clock,
    newId,
    log,
  };
  if (fellows !== null) joinFellows(fellows);
  const services = { sessionLog, roster, gate, keeper, planning, clock, newId, log };
  let draining = false;
  const commands = new CommandService({ ...services, chance: deps.chance ?? fairChance });
  const handlers = createHandlers(
    {
      seats: new SeatService(services),
      commands,
      questions: new QuestionService({ commands, newId }),
      walls: new WallService({ commands, newId }),
      media: new MediaService({ ...services, engine, ladders }),
      talk: createTalk({ ...services, bus }),
      lineVoices: new LineVoiceService(services),
    },
    () => draining,
  );
  const wiped = createWipedStore(deps.database);
  const door = createDoor({ ...services, commands, wiped, bus, draining: () => draining });
  const hosts = createHosts({ ...services, engine, home, draining: () => draining });
  const recovery = {
    ...{ store, sessionLog, roster, clock, newId, log, notBefore: deps.notBefore },
    ...{ home: sharedHome, serverId },
  };
  const settled = async (): Promise<void> => {
    do {
      await sessionLog.settled();
      await keeper.settled();
      await sessionLog.settled();
    } while (keeper.busy());
  };
  return {
    reader,
    handlers,
    door,
    hosts,
    listener: createListener({ roster, sessionLog, clock }),
    migrations: sessionMigrations,
    async recover() {
      await recover(recovery);
      deps.jobs.every('session.ladder', LADDER_BEAT_MS, async () => {
        await ladders.beat();
        pruning.beat();
      });
      registerJobs(deps.jobs, { store, sessionLog, roster, clock, log, serverId, newId });
      if (fellows !== null) registerFellowJobs(deps.jobs, fellows);
    },
    async writePast(sessionId, facts) {
      const order = { sessionId, actor: serverActor, commandId: newId(), remembered: false };
      const written = await sessionLog.submit({ ...order, decide: () => ok(facts) });
      if (!written.ok) throw new Error(`a past lesson could not be written: ${written.error.code}`);
    },
    anyLive: () => sessionLog.inUse().some(({ phase }) => phase.state === 'live'),
    async drain() {
      draining = true;
      await loseEverybody(recovery);
      await settled();
      keeper.stop();
      spool.close();
    },
    settled,
  };
}
