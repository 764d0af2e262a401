import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { permit } from '../../server/identity/identity.permit.rules.ts';
import type { Actor, ScopePath } from '../../server/identity/identity.types.ts';
import type { LessonEntry } from '../../server/planning/planning.types.ts';
import type { Bus } from '../../server/platform/bus.ts';
import { openDatabase } from '../../server/platform/database.ts';
import { createNewId } from '../../server/platform/ids.ts';
import { silentLog } from '../../server/platform/log.ts';
import { migrate } from '../../server/platform/migrate.ts';
import type { Connection, Database, Disconnect, Log, Migration } from '../../server/platform/ports.ts';
import { createSessions, sessionMigrations } from '../../server/session/session.module.ts';
import type { StoreNews } from '../../server/session/session.types.ts';
import { createFakeEngine, type FakeMediaEngine } from '../../sfu/index.ts';
import { deviceId, grantId, regionId, uuidV7, viewerId } from '../../shared/kernel/ids.ts';
import type { Result } from '../../shared/kernel/result.ts';
import { type LessonCard, type LessonPhase, plannedEndAtMs } from '../../shared/lesson.ts';
import { applyMessage } from '../../shared/session/session.news.ts';
import type { SessionView } from '../../shared/session/session.view.ts';
import type { EventBody, EventName } from '../../shared/wire/events.ts';
import type { RequestAnswer, RequestBody, RequestName } from '../../shared/wire/requests.ts';
import { nth, nthId, PLANNED_MINUTES, PLANNED_START_MS, planOf } from './session-log.ts';

type Handlers = ReturnType<typeof createSessions>['handlers'];
type Name = keyof Handlers & RequestName;

const county = regionId.parse(nthId(800_001));
export const SESSION = nth.session(1);

/** People and screens of the one lesson in this house: person 1 is planned to lead rooms 1 and 2. */
export const actors = {
  teacher: (n: number, school = 0): Actor => ({
    kind: 'person',
    personId: nth.person(n),
    loginId: `login-${n}`,
    schoolId: nth.school(school),
    grants: [
      {
        role: school === 0 ? 'lecturer' : 'localTeacher',
        scope: { kind: 'school', schoolId: nth.school(school) },
      },
    ],
  }),
  inspector: (): Actor => ({
    kind: 'person',
    personId: nth.person(90),
    loginId: 'login-90',
    schoolId: null,
    grants: [{ role: 'inspector', scope: { kind: 'region', regionId: county } }],
  }),
  admin: (): Actor => ({
    kind: 'person',
    personId: nth.person(91),
    loginId: 'login-91',
    schoolId: nth.school(0),
    grants: [{ role: 'admin', scope: { kind: 'school', schoolId: nth.school(0) } }],
  }),
  stranger: (): Actor => actors.teacher(99, 9),
  screen: (room: number, device = room): Actor => ({
    kind: 'device',
    deviceId: deviceId.parse(nthId(900_000 + device)),
    roomId: nth.room(room),
  }),
  visitor: (): Actor => ({ kind: 'visitor' }),
  /** The phone that helps in a room: a local teacher's by name, or a substitute's. */
  phone: (room: number, person: number | null = null, session = SESSION): Actor => ({
    kind: 'phone',
    grantId: grantId.parse(nthId(910_000 + room)),
    sessionId: session,
    roomId: nth.room(room),
    personId: person === null ? null : nth.person(person),
  }),
  /** A lecturer's own phone. */
  lecternPhone: (person: number, session = SESSION): Actor => ({
    kind: 'phone',
    grantId: grantId.parse(nthId(920_000 + person)),
    sessionId: session,
    roomId: null,
    personId: nth.person(person),
  }),
  viewer: (n: number, session = SESSION): Actor => ({
    kind: 'viewer',
    viewerId: viewerId.parse(nthId(930_000 + n)),
    sessionId: session,
  }),
};

export function lessonEntry(
  rooms: readonly number[] = [1, 2],
  session = 1,
  changes: Partial<LessonEntry['fields']> = {},
): LessonEntry {
  const plan = planOf(rooms);
  return {
    id: plan.lessonId,
    version: 1,
    validFrom: plan.localDate,
    recordedAtMs: 0,
    fields: {
      sessionId: nth.session(session),
      kind: plan.kind,
      mode: plan.mode,
      subject: 'music',
      grade: '3',
      localDate: plan.localDate,
      startMinute: 480,
      durationMinutes: PLANNED_MINUTES,
      zone: plan.zone,
      plannedStartAtMs: plan.plannedStartAtMs,
      leadingSchoolId: plan.leadingSchoolId,
      lectureRoomId: null,
      lecturerId: plan.lecturerId,
      linkId: null,
      rooms: plan.rooms.map((room) => ({ ...room, linkId: null })),
      leadingClass: null,
      memberIds: [],
      unplanned: false,
      cancelled: null,
      slotId: null,
      changed: null,
      ...changes,
    },
  };
}

export function cardOf({ id, version, fields }: LessonEntry, phase: LessonPhase): LessonCard {
  const {
    leadingSchoolId,
    lecturerId,
    rooms,
    lectureRoomId: _,
    linkId: _link,
    zone: _zone,
    ...rest
  } = fields;
  const { durationMinutes: _minutes, memberIds: _members, ...plain } = rest;
  return {
    ...plain,
    lessonId: id,
    version,
    plannedEndAtMs: plannedEndAtMs(fields),
    phase,
    leadingSchool: { schoolId: leadingSchoolId, name: 'central' },
    lectureRoom: null,
    lecturer: { personId: lecturerId, name: 'lecturer' },
    rooms: rooms.map((room) => ({
      roomId: room.roomId,
      name: 'room',
      schoolId: room.schoolId,
      schoolName: 'point',
      className: null,
      expectedCount: room.expectedCount,
    })),
    leadingClass: null,
    members: [],
  };
}

/** A hand on the clock; every reading is a millisecond later than the one before, as in life. */
export function handClock(startMs = PLANNED_START_MS) {
  let nowMs = startMs;
  return {
    nowMs: () => nowMs,
    set: (ms: number) => {
      nowMs = ms;
    },
    pass: (ms: number) => {
      nowMs += ms;
    },
  };
}
export type HandClock = ReturnType<typeof handClock> & { readonly notBefore?: (atMs: number) => void };

/** One client without a socket: what it was told, and the mirror it keeps of the session. */
export class TestClient implements Connection<Actor> {
  readonly id: string;
  readonly actor: Actor;
  readonly wireVersion = 1;
  readonly told: { readonly name: EventName; readonly body: unknown }[] = [];
  readonly closed: string[] = [];
  heardAtMs: number;
  mirror: { seq: number; view: SessionView } | null = null;
  gaps = 0;

  readonly #house: House;

  constructor(house: House, actor: Actor) {
    this.#house = house;
    this.actor = actor;
    this.id = uuidV7(house.clock.nowMs(), randomBytes(10));
    this.heardAtMs = house.clock.nowMs();
    house.sessions.listener.connected(this);
  }

  lastHeardAtMs(): number {
    return this.heardAtMs;
  }

  push<N extends EventName>(name: N, body: EventBody<N>): void {
    const copy: unknown = JSON.parse(JSON.stringify(body));
    this.told.push({ name, body: copy });
    if (name !== 'session.changed' || this.mirror === null) return;
    const news = copy as EventBody<'session.changed'>;
    if (news.afterSeq !== this.mirror.seq) this.gaps += 1;
    this.mirror = { seq: news.seq, view: news.messages.reduce(applyMessage, this.mirror.view) };
  }

  close(reason: EventBody<'connection.closing'>['reason']): void {
    if (this.closed.length > 0) return;
    this.closed.push(reason);
    this.drop('server');
  }

  /** The line is gone; `silentForMs` of it before anybody noticed. */
  drop(how: Disconnect = 'transport', silentForMs = 0): void {
    this.heardAtMs = this.#house.clock.nowMs() - silentForMs;
    this.#house.sessions.listener.disconnected(this, how, this.heardAtMs);
  }

  async ask<N extends Name>(
    name: N,
    body: RequestBody<N>,
    commandId: string | null = null,
  ): Promise<Result<RequestAnswer<N>>> {
    this.heardAtMs = this.#house.clock.nowMs();
    const handle = this.#house.sessions.handlers[name] as (
      context: unknown,
      body: RequestBody<N>,
    ) => Promise<Result<RequestAnswer<N>>>;
    const context = { connection: this, actor: this.actor, requestId: 'request', commandId };
    const answer = await handle(context, body);
    if (name === 'session.join' && answer.ok) {
      const { snapshot } = answer.value as RequestAnswer<'session.join'>;
      this.mirror = { seq: snapshot.seq, view: JSON.parse(JSON.stringify(snapshot.view)) as SessionView };
    }
    return answer;
  }
}

export type HouseOptions = {
  readonly storeChanged?: (news: StoreNews) => void;
  readonly clock?: HandClock;
  readonly lessons?: readonly LessonEntry[];
  readonly folder?: string;
  readonly log?: Log;
  /** Steps of the schema of a module above that is tried out here. */
  readonly more?: readonly Migration[];
  /** Given when other houses stand on the same folder. */
  readonly fellows?: { readonly bus: Bus; readonly serverId: string };
};

export type House = {
  readonly folder: string;
  readonly clock: HandClock;
  readonly engine: FakeMediaEngine;
  readonly sessions: ReturnType<typeof createSessions>;
  readonly database: Database;
  readonly newId: () => string;
  /** While true every query fails, as when the database is away. */
  setAway(away: boolean): void;
  connect(actor: Actor): TestClient;
  /** Runs a job by its name, once. */
  job(name: string): Promise<void>;
  /** Everything that is under way has happened. */
  quiet(): Promise<void>;
  /** The process is gone without a word; the database file stays. */
  crash(): Promise<void>;
};

/** The session module on a real SQLite file and the fake engine; `folder` of an earlier house continues where that one ended. */
export async function openHouse(options: HouseOptions = {}): Promise<House> {
  const folder = options.folder ?? mkdtempSync(join(tmpdir(), 'sanketang-session-'));
  const clock: HandClock = options.clock ?? handClock();
  const lessons = options.lessons ?? [lessonEntry()];
  const { database: real, close } = openDatabase(`file:${join(folder, 'data.sqlite')}`, {
    synchronous: 'NORMAL',
  });
  await migrate(real, [...sessionMigrations, ...(options.more ?? [])], clock.nowMs());
  let away = false;
  const database = real.withPlugin({
    transformQuery({ node }) {
      if (away) throw new Error('the database is away');
      return node;
    },
    transformResult: async ({ result }) => result,
  });
  const engine = createFakeEngine();
  const newId = createNewId(clock);
  const jobs = new Map<string, () => Promise<void>>();
  const sessions = createSessions({
    database,
    clock,
    newId,
    log: options.log ?? silentLog,
    jobs: { every: (name, _periodMs, work) => void jobs.set(name, work) },
    engine,
    permit,
    planning: {
      lessonOfSession: async (id) => lessons.find((each) => each.fields.sessionId === id) ?? null,
      card: async (lesson, phase) => cardOf(lesson, phase),
    },
    directory: { snapshot: async () => snapshot },
    spoolPath: join(folder, `session.${options.fellows?.serverId ?? ''}spool`),
    ...(options.fellows === undefined ? {} : { fellows: options.fellows }),
    ...(options.storeChanged === undefined ? {} : { storeChanged: options.storeChanged }),
    ...(clock.notBefore === undefined ? {} : { notBefore: clock.notBefore }),
  });
  await sessions.recover();
  const house: House = {
    folder,
    clock,
    engine,
    sessions,
    database,
    newId,
    setAway: (value) => {
      away = value;
    },
    connect: (actor) => new TestClient(house, actor),
    job: async (name) => {
      const work = jobs.get(name);
      if (work === undefined) throw new Error(`no job ${name}`);
      await work();
    },
    quiet: async () => {
      await sessions.settled();
      // News that was held back behind an answer goes out in the next turn.
      await new Promise((resolve) => setImmediate(resolve));
    },
    crash: close,
  };
  return house;
}

/** What was answered, when it was not refused. */
export function must<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(`refused: ${result.error.code}`);
  return result.value;
}
export const codeOf = (result: Result<unknown>): string => (result.ok ? 'ok' : result.error.code);

export const joinLesson = async (client: TestClient, more: Partial<RequestBody<'session.join'>> = {}) =>
  must(await client.ask('session.join', { sessionId: SESSION, ...more }));

/** Houses of one test file, all taken down after each test. */
export function neighbourhood() {
  const houses: House[] = [];
  return {
    async open(options: HouseOptions = {}): Promise<House> {
      const house = await openHouse(options);
      houses.push(house);
      return house;
    },
    async clear(): Promise<void> {
      for (const house of houses.splice(0)) {
        house.setAway(false);
        await house.quiet();
        await house.crash();
        removeHouse(house);
      }
    },
  };
}

export function removeHouse(house: House): void {
  rmSync(house.folder, { recursive: true, force: true });
}

const snapshot = {
  regions: new Map(),
  schools: new Map(),
  rooms: new Map(),
  classes: new Map(),
  subjects: new Map(),
  people: new Map(),
  pathOf: (school: ScopePath['schoolIds'][number]): ScopePath => ({
    regionIds: school === nth.school(9) ? [] : [county],
    schoolIds: [school],
  }),
  zoneOf: () => planOf([]).zone,
};
