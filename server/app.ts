import { join } from 'node:path';
import { sql } from 'kysely';
import { createRecorder } from '../sfu/index.ts';
import { createAccess } from './access/access.module.ts';
import { authenticateBy, isSame, noting, ofPeopleInForce, personBehind, screenLine } from './callers.ts';
import { loadDemo } from './demo/demo.module.ts';
import { createScreensElsewhere } from './fellows.screens.ts';
import { createFellows } from './fellows.ts';
import { admit, gate, permit } from './identity/identity.permit.rules.ts';
import type { Actor } from './identity/identity.types.ts';
import { createIngest } from './ingest/ingest.module.ts';
import { migrations } from './migrations.ts';
import { createModules, type Ground, lateBound } from './modules.ts';
import { createOpenApi } from './openapi/openapi.module.ts';
import { readVersion } from './platform/config.ts';
import { createHttpServer } from './platform/http.ts';
import { createJobs } from './platform/jobs.ts';
import { migrate } from './platform/migrate.ts';
import { ownHosts } from './platform/network.ts';
import { createOriginCheck } from './platform/origins.ts';
import type { RequestHandlers, RouteHandlers } from './platform/ports.ts';
import { readServerId } from './platform/server-id.ts';
import { createSocketServer } from './platform/socket.ts';
import { createRecordings } from './recording/recording.module.ts';
import { telling } from './supervision/supervision.visits.ts';

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
  const late = lateBound();
  const serverId = readServerId(config.dataDir, newId);
  const fellows = createFellows({ bus, jobs, log });
  const screensElsewhere = createScreensElsewhere({ bus, serverId, clock });
  /** Where addresses that are given out lead: the operator's, else the one that a page of ours was opened at. */
  const ownOrigin = (asked: string) => config.publicUrl ?? (allowedOrigin(asked) ? asked : null);

  const {
    directory,
    identity,
    devices,
    planning,
    sessions,
    attendance,
    quality,
    coverage,
    rollups,
    phones,
    watch,
    courseware,
    assets,
    captions,
    preparation,
    imports,
    views,
    audit,
    seals,
    snapshots,
    supervision,
    openData,
    webhooks,
    xapi,
    outbox,
  } = createModules({ ground, jobs, late, fellows, screensElsewhere, serverId, ownOrigin });

  const recordings = createRecordings({
    ...{ database, jobs, clock, newId, log, serverId },
    ...{ door: sessions.door, hosts: sessions.hosts, sessions: sessions.reader, planning: planning.reader },
    recorder: createRecorder({ engine, log, nowMs: () => clock.nowMs() }),
    folder: config.recordingDir,
    replayForLesson: assets.replayForLesson,
    keepFreeBytes: config.recordingKeepFreeBytes,
  });

  const ingest = createIngest({
    ...{ database, clock, newId, log, jobs, permit, directory: directory.reader },
    ...{ planning: planning.reader, sessions: sessions.reader, hosts: sessions.hosts },
    keyFile: join(config.dataDir, 'source.key'),
    cameraNetworks: config.cameraNetworks,
    rtmp: config.rtmpPort === null ? null : { host: config.host, port: config.rtmpPort },
  });

  let port = config.port;
  const access = createAccess({
    ...{ config, clock, log, permit, directory: directory.reader },
    port: () => port,
    anyLive: sessions.anyLive,
  });
  await access.service.refresh();

  await migrate(database, migrations);
  // What is recorded from now on belongs to days that are not sealed yet, wherever the machine's clock stands.
  clock.notBefore(await seals.sealedUntilMs());

  const routes: RouteHandlers<Actor> = {
    ...identity.routes,
    ...directory.routes,
    ...planning.routes,
    ...devices.routes,
    ...ingest.routes,
    ...phones.routes,
    ...attendance.routes,
    ...coverage.routes,
    ...views.routes,
    ...access.routes,
    ...watch.routes,
    ...courseware.routes,
    ...assets.routes,
    ...captions.routes,
    ...imports.routes,
    ...audit.routes,
    ...seals.routes,
    ...snapshots.routes,
    ...supervision.routes,
    ...openData.routes,
    ...webhooks.routes,
    ...xapi.routes,
  };
  const handlers: RequestHandlers<Actor> = {
    ...sessions.handlers,
    ...quality.handlers,
    ...phones.handlers,
    ...devices.handlers,
    ...views.handlers,
    ...courseware.handlers,
    ...recordings.handlers,
    ...captions.handlers,
    ...preparation.handlers,
    'session.join': telling(sessions.handlers['session.join'], audit.observed),
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
    ...seals.downloads,
    ...snapshots.downloads,
  ];
  const uploads = [...imports.uploads, ...courseware.uploads, ...assets.uploads];
  const { contents } = courseware;
  const describes = createOpenApi({
    ...{ version: readVersion(), uploads },
    downloads: [...downloads, ...contents],
  });
  const server = createHttpServer<Actor>({
    handlers: routes,
    downloads,
    uploads,
    contents,
    ranged: assets.ranged,
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
      [access.ownPages, devices.measure, ingest.answers, describes].some((answers) =>
        answers(request, response),
      )
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
        writePast: sessions.writePast,
      }),
    /** Takes up what an earlier run left, then lets people in. */
    async start(listeningPort: number) {
      port = listeningPort;
      // Too many open files while somebody comes in: that one is turned away, the others stay.
      server.on('error', (error) => log.error({ error }, 'a connection could not be taken'));
      await sessions.recover();
      await attendance.start();
      await courseware.start();
      await recordings.start();
      await ingest.start();
      quality.start();
      rollups.start();
      audit.start();
      snapshots.start();
      await assets.start(jobs);
      seals.start();
      outbox.start();
      supervision.start();
      const sockets = createSocketServer<Actor>({
        server,
        handlers,
        gate,
        authenticate,
        admit,
        isSame,
        listener: noting(preparation.listening(sessions.listener), devices.service, log),
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
      screensElsewhere.start(jobs, () => [...late.screenLines(), ...devices.pcLines()]);
      fellows.follow({
        forgetRegisters(overlapMs) {
          directory.reader.forget(overlapMs);
          planning.forget(overlapMs);
          rollups.wake();
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
      await outbox.stop();
      await jobs.stop();
      await ingest.stop();
      await recordings.stop();
      await sessions.drain();
      await bus.stop();
      // A browser connects ahead and then asks nothing: nobody waits for such a connection.
      const cut = setTimeout(() => server.closeAllConnections(), FAREWELL_MS);
      await late.stopSockets();
      clearTimeout(cut);
      await courseware.stop();
      await assets.stop();
      await supervision.stop();
      await quality.stop();
      await rollups.stop();
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
