import { join } from 'node:path';
import type { MediaEngine } from '../sfu/index.ts';
import { type PersonId, personId } from '../shared/kernel/ids.ts';
import { createAttendance } from './attendance/attendance.module.ts';
import { createAudit } from './audit/audit.module.ts';
import { createCaptions } from './caption/caption.module.ts';
import { createConverter } from './courseware/courseware.convert.ts';
import { createCourseware } from './courseware/courseware.module.ts';
import { createCoverage } from './coverage/coverage.module.ts';
import { createRollups } from './coverage/rollup.module.ts';
import { createSnapshots } from './coverage/snapshot.module.ts';
import { createDevices } from './device/device.module.ts';
import { devicesAt } from './device/device.standing.ts';
import type { OpenLine } from './device/device.types.ts';
import { createDirectory } from './directory/directory.module.ts';
import { peopleByStaffCode, standingOf } from './directory/directory.standing.ts';
import { createEvidence } from './evidence.ts';
import type { createScreensElsewhere } from './fellows.screens.ts';
import type { createFellows } from './fellows.ts';
import { createIdentity } from './identity/identity.module.ts';
import { permit } from './identity/identity.permit.rules.ts';
import type { Actor } from './identity/identity.types.ts';
import { createImports } from './import/import.module.ts';
import { createOpenData } from './open/open.module.ts';
import { createOutward } from './outward.ts';
import { createPhones } from './phone/phone.module.ts';
import { createPlanning } from './planning/planning.module.ts';
import type { Bus } from './platform/bus.ts';
import type { ServerClock } from './platform/clock.ts';
import type { Config } from './platform/config.ts';
import type { OpenDatabase } from './platform/database.ts';
import type { Jobs, Log, NewId } from './platform/ports.ts';
import { createPreparation } from './preparation/preparation.module.ts';
import { createQuality } from './quality/quality.module.ts';
import { createAssets } from './recording/assets.module.ts';
import { screenRoomsBy } from './screen-rooms.ts';
import { createSeals } from './seal/seal.module.ts';
import { inputTables, sealed } from './sealed.ts';
import { createSessions } from './session/session.module.ts';
import type { StoreNews } from './session/session.types.ts';
import { stillsOf } from './still-taking.ts';
import { createSupervision } from './supervision/supervision.module.ts';
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

/** What modules need that is there only later, or that belongs to several servers together. */
export type Surroundings = {
  readonly ground: Ground;
  readonly jobs: Jobs;
  readonly late: Late;
  readonly fellows: ReturnType<typeof createFellows>;
  readonly screensElsewhere: ReturnType<typeof createScreensElsewhere>;
  readonly serverId: string;
  readonly ownOrigin: (asked: string) => string | null;
};

/** Every module with the others that it stands on, in the order of the house. */
export function createModules({
  ground,
  jobs,
  late,
  fellows,
  screensElsewhere,
  serverId,
  ownOrigin,
}: Surroundings) {
  const { config, open, clock, newId, log, engine, bus } = ground;
  const { database } = open;
  const common = { database, clock, newId, log };
  const closeConnections = (matches: (actor: Actor) => boolean): void => {
    late.closeConnections(matches);
    fellows.rightsLost();
  };

  const directory = createDirectory({
    ...common,
    permit,
    createLogin: (...login) => identity.service.createLogin(...login),
    linkedSchools: (schoolId) => planning.linkedSchools(schoolId),
    alsoMerge: (merge) => planning.alsoMerge(merge),
    stillPlanned: (...asked) => planning.stillPlanned(...asked),
    registersChanged: (name, ids) => {
      fellows.registersChanged();
      rollups.wake();
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
    signInRefused: (refused) => audit.signInRefused(refused),
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
    agendaChanged(rooms) {
      sessions.reader.agendaChanged(rooms);
      rollups.wake();
    },
    phasesOf: (sessionIds) => sessions.reader.phasesOf(sessionIds),
    publicUrl: config.publicUrl,
    recordings: () => assets.played,
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
  const attendance = createAttendance({
    ...{ ...common, ...readers, permit, jobs },
    phoneHolders: (sessionId) => phones.holders(sessionId),
    evidenceOf: createEvidence({ quality: () => quality.lessons, devices }),
    qualitiesOf: (sessionId) => quality.lessons.settledOf(sessionId),
  });
  const quality = createQuality({
    ...{ database, clock, log, jobs, sessions: sessions.reader },
    keepDays: config.qualityKeepDays,
  });
  const rollups = createRollups({
    ...{ ...common, jobs, serverId, attendance: attendance.reader, settledSince: attendance.settledSince },
    recorded: { ...directory.recorded, ...planning.recorded, ...attendance.recorded },
    reading: planning.reading,
    schools: directory.schools,
    plans: planning.schools,
    devicesIn: (rooms, untilMs) => devicesAt(database, rooms, untilMs),
  });
  const coverage = createCoverage({
    ...{ ...common, ...readers, permit, rollups },
    attendance: attendance.reader,
    plans: planning.schools,
    reading: planning.reading,
    mapFile: config.mapFile,
  });
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
  const courseware = createCourseware({
    ...common,
    ...readers,
    permit,
    ...{ serverId, door: sessions.door },
    folder: config.coursewareDir,
    workFolder: join(config.dataDir, 'courseware-work'),
    converter: createConverter({ env: process.env }),
  });
  const assets = createAssets({
    ...{ ...common, ...readers, permit, serverId, jobs },
    folder: config.recordingDir,
    ...{ keepDays: config.recordingKeepDays, keepFreeBytes: config.recordingKeepFreeBytes },
    coursewareOf: async (sessionId) => (await courseware.filesOf([sessionId])).get(sessionId) ?? [],
    ...{ coursewarePath: courseware.pathOf, marks: courseware.marks },
    ...{ env: process.env, objects: config.objects },
    captions: () => captions.ofRecordings,
  });
  const captions = createCaptions({
    ...{ ...common, ...readers, permit, door: sessions.door, see: assets.see },
  });
  const preparation = createPreparation({ ...common, ...readers, permit, bus });
  const imports = createImports({
    ...common,
    dialect: open.dialect,
    ...{ permit, look: directory.look, today: directory.reader.today },
    ...planning.registry,
    registers: { ...directory.specs, ...planning.specs },
  });
  const views = createViews({ ...readers, planning, permit, clock, filesOf: courseware.filesOf });
  const audit = createAudit({
    ...common,
    jobs,
    permit,
    things: createThings({
      ...{ directory, planning, devices: devices.service },
      recordedOf: assets.sessionOf,
    }),
    ground: async () => groundOf(await directory.reader.snapshot()),
  });
  const snapshots = createSnapshots({
    ...{ ...common, jobs, permit, inputTables, directory: directory.reader, plans: planning.schools },
    rollups: rollups.reader,
    thresholdsOn: attendance.reader.thresholdsOn,
    afterDays: config.snapshotAfterDays,
  });
  const openData = createOpenData({
    ...common,
    permit,
    directory: directory.reader,
    report: coverage.report,
  });
  const supervision = createSupervision({
    ...{ ...common, ...readers, bus, jobs, permit, stills: stillsOf(engine, log) },
    latest: (...asked) => quality.service.latest(...asked),
    reading: planning.reading,
    zone: async () => groundOf(await directory.reader.snapshot()).zone,
    ...{ rollups: rollups.reader, plans: planning.schools, linkOrigin: ownOrigin },
    screenRooms: screenRoomsBy(devices.service, () => [...late.screenLines(), ...screensElsewhere.lines()]),
  });
  const outward = createOutward({
    ...{ ...common, ...readers, permit, jobs, serverId, config, attendance: attendance.reader },
    settledSince: attendance.settledSince,
    ...{ frozen: snapshots.frozen, frozenSince: snapshots.frozenSince },
  });
  const seals = createSeals({
    ...{ ...common, jobs, permit, sealed, directory: directory.reader },
    zone: async () => groundOf(await directory.reader.snapshot()).zone,
    keyFile: config.sealKeyFile,
    dataDir: config.dataDir,
    measuredKeepDays: config.qualityKeepDays,
  });
  return {
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
    ...{ assets, captions },
    preparation,
    imports,
    views,
    audit,
    seals,
    snapshots,
    supervision,
    openData,
    ...outward,
  };
}

export type Late = ReturnType<typeof lateBound>;

/** What sockets can do, before there are any: modules are made first. */
export function lateBound() {
  return {
    closeConnections: (_matches: (actor: Actor) => boolean): void => undefined,
    recheck: async (_people: ReadonlySet<PersonId>): Promise<void> => undefined,
    screenLines: (): readonly OpenLine[] => [],
    stopSockets: async (): Promise<void> => undefined,
  };
}
