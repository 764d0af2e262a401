import { join } from 'node:path';
import { sql } from 'kysely';
import type { MediaEngine } from '../sfu/index.ts';
import { type PersonId, personId } from '../shared/kernel/ids.ts';
import { createAccess } from './access/access.module.ts';
import { createAttendance } from './attendance/attendance.module.ts';
import { createAudit } from './audit/audit.module.ts';
import { authenticateBy, isSame, noting, ofPeopleInForce, personBehind, screenLine } from './callers.ts';
import { createCoverage } from './coverage/coverage.module.ts';
import { loadDemo } from './demo/demo.module.ts';
import { createDevices } from './device/device.module.ts';
import type { OpenLine } from './device/device.types.ts';
import { createDirectory } from './directory/directory.module.ts';
import { peopleByStaffCode, standingOf } from './directory/directory.standing.ts';
import { createScreensElsewhere } from './fellows.screens.ts';
import { createFellows } from './fellows.ts';
import { createIdentity } from './identity/identity.module.ts';
import { admit, gate, permit } from './identity/identity.permit.rules.ts';
import type { Actor } from './identity/identity.types.ts';
import { createImports } from './import/import.module.ts';
import { migrations } from './migrations.ts';
import { createOpenApi } from './openapi/openapi.module.ts';
import { createPhones } from './phone/phone.module.ts';
import { createPlanning } from './planning/planning.module.ts';
import type { Bus } from './platform/bus.ts';
import type { ServerClock } from './platform/clock.ts';
import { type Config, readVersion } from './platform/config.ts';
import type { OpenDatabase } from './platform/database.ts';
import { createHttpServer } from './platform/http.ts';
import { createJobs } from './platform/jobs.ts';
import { migrate } from './platform/migrate.ts';
import { ownHosts } from './platform/network.ts';
import { createOriginCheck } from './platform/origins.ts';
import type { Log, NewId, RequestHandlers, RouteHandlers } from './platform/ports.ts';
import { readServerId } from './platform/server-id.ts';
import { createSocketServer } from './platform/socket.ts';
import { createQuality } from './quality/quality.module.ts';
import { createSessions } from './session/session.module.ts';
import type { StoreNews } from './session/session.types.ts';
import { createThings, groundOf } from './things.ts';
import { createViews } from './view/view.module.ts';
import { createWatch } from './watch/watch.module.ts';

export type Ground = {
  readonly config: Config;
  readonly open: OpenDatabase;
  readonly clock: ServerClock;
  readonly newId: NewId;
  readonly log: Log;
  readonly engine: MediaEngine;
  readonly bus: Bus;
  readonly storeChanged: (news: StoreNews) => void;
};

export type Product = Awaited<ReturnType<typeof createProduct>>;

/** How often open connections are asked again who they are: a login that ended elsewhere is cut off within this time. */
const RECHECK_MS = 60_000;
const PRUNE_MS = 3_600_000;
/** Enough for what everybody is told at the end to be sent off. */
const FAREWELL_MS = 500;
const CLIENT_FOLDER = join(import.meta.dirname, '../dist/client');

/** Everything put together, not yet listening: the one place where concrete parts meet. */
export async function createProduct(ground: Ground) {
  const { config, open, clock, newId, log, engine, bus } = ground;
  const { database } = open;
  const jobs = createJobs(log);
  const common = { database, clock, newId, log };
  const late = lateBound();
  const serverId = readServerId(config.dataDir, newId);
  const fellows = createFellows({ bus, jobs, log });
  const screensElsewhere = createScreensElsewhere({ bus, serverId, clock });
  const closeConnections = (matches: (actor: Actor) => boolean): void => {
    late.closeConnections(matches);
    fellows.rightsLost();
  };
  /** Where addresses that are given out lead: the operator's, else the one that a page of ours was opened at. */
  const ownOrigin = (asked: string) => config.publicUrl ?? (allowedOrigin(asked) ? asked : null);

  const directory = createDirectory({
    ...common,
    permit,
    createLogin: (...login) => identity.service.createLogin(...login),
    linkedSchools: (schoolId) => planning.linkedSchools(schoolId),
    alsoMerge: (merge) => planning.alsoMerge(merge),
    registersChanged: (name, ids) => {
      fellows.registersChanged();
      if (name !== 'person') return;
      identity
        .personChanged(ids.map((id) => personId.parse(id)))
        .then(fellows.rightsLost)
        .catch((error: unknown) => log.error({ error }, 'sign-ins of changed people were not looked at'));
    },
  });
  const identity = createIdentity({
    ...common,
    personOf: directory.personOf,
    standingOf: (personId) => standingOf(directory, personId),
    peopleByStaffCode: (staffCode) => peopleByStaffCode(directory.reader, staffCode),
    registerFirstAdmin: directory.registerFirstAdmin,
    closeConnections,
    recheck: (people) => late.recheck(people),
    ownOrigin,
    publicUrl: config.publicUrl,
    office: config.office,
  });
  const devices = createDevices({
    ...common,
    permit,
    directory: directory.reader,
    screenLines: () => [...late.screenLines(), ...screensElsewhere.lines()],
    roomLines: () => quality.lines(),
    closeConnections,
    startOrigin: ownOrigin,
  });
  const planning = createPlanning({
    ...common,
    directory,
    agendaChanged: (rooms) => sessions.reader.agendaChanged(rooms),
    phasesOf: (sessionIds) => sessions.reader.phasesOf(sessionIds),
    publicUrl: config.publicUrl,
  });
  const sessions = createSessions({
    ...common,
    jobs,
    engine,
    permit,
    planning: planning.reader,
    directory: directory.reader,
    spoolPath: join(config.dataDir, 'spool.jsonl'),
    storeChanged: ground.storeChanged,
    notBefore: clock.notBefore,
    fellows: { bus, serverId },
  });
  const readers = { sessions: sessions.reader, planning: planning.reader, directory: directory.reader };
  const attendance = createAttendance({ ...common, ...readers, permit, jobs });
  const quality = createQuality({ database, clock, log, jobs, sessions: sessions.reader });
  const coverage = createCoverage({ ...readers, attendance: attendance.reader, permit, clock });
  const phones = createPhones({
    ...common,
    ...readers,
    bus,
    permit,
    look: directory.look,
    publicUrl: config.publicUrl,
    closeConnections,
  });
  const watch = createWatch({
    ...common,
    ...readers,
    permit,
    linkOrigin: ownOrigin,
    closeConnections,
  });
  const imports = createImports({
    ...common,
    dialect: open.dialect,
    ...{ permit, look: directory.look, today: directory.reader.today },
    ...planning.registry,
    registers: { ...directory.specs, ...planning.specs },
  });
  const views = createViews({ ...readers, planning, permit, clock });
  const audit = createAudit({
    ...common,
    jobs,
    permit,
    things: createThings({ directory, planning, devices: devices.service }),
    ground: async () => groundOf(await directory.reader.snapshot()),
  });

  let port = config.port;
  const access = createAccess({
    ...{ config, clock, log, permit, directory: directory.reader },
    port: () => port,
    anyLive: sessions.anyLive,
  });
  await access.service.refresh();

  await migrate(database, migrations);

  const routes: RouteHandlers<Actor> = {
    ...identity.routes,
    ...directory.routes,
    ...planning.routes,
    ...devices.routes,
    ...phones.routes,
    ...attendance.routes,
    ...coverage.routes,
    ...views.routes,
    ...access.routes,
    ...watch.routes,
    ...imports.routes,
    ...audit.routes,
  };
  const handlers: RequestHandlers<Actor> = {
    ...sessions.handlers,
    ...quality.handlers,
    ...phones.handlers,
    ...devices.handlers,
    ...views.handlers,
  };
  const phone = ofPeopleInForce(phones.authenticate, async (id) => (await directory.personOf(id)) !== null);
  const authenticate = authenticateBy({
    person: identity.authenticate,
    device: devices.authenticate,
    phone,
    viewer: watch.authenticate,
  });
  const allowedOrigin = createOriginCheck({
    named: [...(config.publicUrl === null ? [] : [config.publicUrl]), ...config.allowedOrigins],
    scheme: () => (access.transport.certificate() === null ? 'http' : 'https'),
    port: () => port,
    hosts: () => [...ownHosts(), ...access.originHosts()],
    anyLoopbackPort: config.development,
  });
  const downloads = [
    ...attendance.downloads,
    ...coverage.downloads,
    ...audit.downloads,
    ...planning.downloads,
    ...imports.downloads,
  ];
  const describes = createOpenApi({ version: readVersion(), downloads, uploads: imports.uploads });
  const server = createHttpServer<Actor>({
    handlers: routes,
    downloads,
    uploads: imports.uploads,
    redirects: identity.redirects,
    authenticate,
    gate,
    audited: audit.audited,
    allowedOrigin,
    secureCookies: config.publicUrl?.startsWith('https:') === true,
    clientFolder: CLIENT_FOLDER,
    publicUrl: config.publicUrl,
    trustedProxyCount: config.trustedProxyCount,
    transport: access.transport,
    ownPages: (request, response, next) =>
      [access.ownPages, devices.measure, describes].some((answers) => answers(request, response))
        ? undefined
        : next(),
    readyChecks: [
      { name: 'database', check: async () => (await sql`select 1`.execute(database)).rows.length === 1 },
      { name: 'media', check: async () => engine.state().workers.some((worker) => !worker.standby) },
    ],
    newId,
    log,
  });

  return {
    server,
    setup: identity.setup,
    /** Addresses for people, the best one first. */
    addresses: () => access.service.addresses(port),
    access: access.service.standing,
    anyLive: sessions.anyLive,
    loadDemo: () =>
      loadDemo({
        ...{ directory, planning, clock, newId },
        createLogin: identity.service.createLogin,
        enterPins: phones.enterPins,
      }),
    /** Takes up what an earlier run left, then lets people in. */
    async start(listeningPort: number) {
      port = listeningPort;
      // Too many open files while somebody comes in: that one is turned away, the others stay.
      server.on('error', (error) => log.error({ error }, 'a connection could not be taken'));
      await sessions.recover();
      await attendance.start();
      quality.start();
      audit.start();
      const sockets = createSocketServer<Actor>({
        server,
        handlers,
        gate,
        authenticate,
        admit,
        isSame,
        listener: noting(sessions.listener, devices.service, log),
        allowedOrigin,
        clock,
        newId,
        log,
      });
      late.closeConnections = (matches) => sockets.closeWhere(({ actor }) => matches(actor), 'revoked');
      late.screenLines = () => sockets.connections().flatMap(screenLine(sessions.reader.joinedSession));
      late.stopSockets = () => sockets.stop();
      access.start(jobs);
      const reauthenticate = authenticateBy({
        person: identity.reauthenticate,
        device: devices.reauthenticate,
        phone,
        viewer: watch.authenticate,
      });
      late.recheck = (people) =>
        sockets.recheck(reauthenticate, ({ actor }) => {
          const person = personBehind(actor);
          return person !== null && people.has(person);
        });
      screensElsewhere.start(jobs, () => late.screenLines());
      fellows.follow({
        forgetRegisters(overlapMs) {
          directory.reader.forget(overlapMs);
          planning.forget(overlapMs);
        },
        recheck: () => sockets.recheck(reauthenticate, () => true),
      });
      jobs.every('identity.prune', PRUNE_MS, identity.prune);
      jobs.every('device.prune', PRUNE_MS, devices.pairing.prune);
      jobs.every('import.prune', RECHECK_MS, imports.service.prune);
      jobs.every('identity.recheck', RECHECK_MS, () => sockets.recheck(reauthenticate));
    },
    /** Writes down that everybody is lost now, hangs up, and lets go of everything. */
    async stop() {
      await jobs.stop();
      await sessions.drain();
      await bus.stop();
      // A browser connects ahead and then asks nothing: nobody waits for such a connection.
      const cut = setTimeout(() => server.closeAllConnections(), FAREWELL_MS);
      await late.stopSockets();
      clearTimeout(cut);
      await quality.stop();
      await attendance.stop();
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
      // Requests that were still being answered are done now.
      await audit.stop();
      await engine.close();
      await open.close();
    },
  };
}

/** What sockets can do, before there are any: modules are made first. */
function lateBound() {
  return {
    closeConnections: (_matches: (actor: Actor) => boolean): void => undefined,
    recheck: async (_people: ReadonlySet<PersonId>): Promise<void> => undefined,
    screenLines: (): readonly OpenLine[] => [],
    stopSockets: async (): Promise<void> => undefined,
  };
}
