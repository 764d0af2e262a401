import {
  type RecordingId,
  recordingId,
  roomId,
  type SchoolId,
  type SessionId,
  schoolId,
  sessionId,
} from '../shared/kernel/ids.ts';
import { personFields } from '../shared/person.ts';
import type { Thing, Things } from './audit/audit.types.ts';
import type { DeviceService } from './device/device.service.ts';
import type { Directory } from './directory/directory.module.ts';
import { pathOfRegion, pathsOfPerson, rootOf, zoneOfRegion } from './directory/directory.rules.ts';
import type { DirectorySnapshot } from './directory/directory.types.ts';
import { createMatcher } from './directory/search.rules.ts';
import type { ScopePath } from './identity/identity.types.ts';
import type { Planning } from './planning/planning.module.ts';

export type ThingsDeps = {
  readonly directory: Pick<Directory, 'reader' | 'versionsOf'>;
  readonly planning: Pick<Planning, 'reader' | 'versionsOf'>;
  readonly devices: Pick<DeviceService, 'rooms'>;
  /** Which lesson a recording is of; null for what is none. */
  readonly recordedOf: (id: RecordingId) => Promise<SessionId | null>;
};

type Versions = Thing['versions'];
type Fields = Readonly<Record<string, unknown>>;

const NAMED_MAX = 500;

/** People and things by their id, whichever module has them, closed ones too: what the audit asks. */
export function createThings({ directory, planning, devices, recordedOf }: ThingsDeps): Things {
  /** A screen is its room's, a session and what was recorded of it its lesson's. */
  const elsewhere = async (id: string, snapshot: DirectorySnapshot, rooms: Rooms) => {
    const device = rooms.get(id);
    if (device !== undefined) {
      const room = snapshot.rooms.get(device.roomId)?.fields;
      const school = room === undefined ? undefined : snapshot.schools.get(room.schoolId)?.fields.name;
      const name = [school, room?.name, device.name].filter(Boolean).join(' · ');
      return { name, paths: room === undefined ? [] : [snapshot.pathOf(room.schoolId)], versions: [] };
    }
    const recorded = await recordedOf(recordingId.parse(id));
    const lesson = await planning.reader.lessonOfSession(recorded ?? sessionId.parse(id));
    return lesson === null ? null : thingOf(id, [lesson], snapshot);
  };
  return {
    async of(ids) {
      const snapshot = await directory.reader.snapshot();
      const found = new Map<string, Thing>();
      let rooms: Rooms | null = null;
      for (const id of new Set(ids)) {
        if (!sessionId.safeParse(id).success) continue;
        const kept = await directory.versionsOf(id);
        const versions = kept.length > 0 ? kept : await planning.versionsOf(id);
        if (versions.length > 0) found.set(id, thingOf(id, versions, snapshot));
        else {
          rooms ??= await devices.rooms();
          const thing = await elsewhere(id, snapshot, rooms);
          if (thing !== null) found.set(id, thing);
        }
      }
      return found;
    },
    async named(search) {
      const matches = createMatcher(search);
      const { people, schools, rooms, regions, classes } = await directory.reader.snapshot();
      const all = [people, schools, rooms, regions, classes].flatMap((register) => [...register.values()]);
      const found = all.filter(({ fields }) => matches([fields.name])).map(({ id }) => String(id));
      return found.slice(0, NAMED_MAX);
    },
  };
}

/** The zone of the office's days and the top of the tree. */
export function groundOf({ regions }: DirectorySnapshot) {
  const rootId = rootOf(regions)?.id ?? null;
  return { zone: zoneOfRegion(regions, rootId), rootId };
}

type Rooms = Awaited<ReturnType<DeviceService['rooms']>>;

function thingOf(id: string, versions: Versions, snapshot: DirectorySnapshot): Thing {
  const fields: Fields = { ...versions.at(-1)?.fields };
  return { name: nameOf(fields), paths: pathsOf(id, fields, snapshot), versions };
}

/** A need, a link, a slot and a lesson have no name but their subject and grade. */
const nameOf = ({ name, subject, grade }: Fields): string =>
  typeof name === 'string'
    ? name
    : [subject, grade].filter((each) => typeof each === 'string' && each !== '').join(' ');

/** Fields by which entries of all registers say whose they are. */
const SCHOOLS = ['schoolId', 'fromSchoolId', 'toSchoolId', 'leadingSchoolId'] as const;

function pathsOf(id: string, fields: Fields, snapshot: DirectorySnapshot): readonly ScopePath[] {
  const person = personFields.safeParse(fields);
  if (person.success) return pathsOfPerson(snapshot, person.data);
  const schools: SchoolId[] = SCHOOLS.flatMap((name) => {
    const value = schoolId.safeParse(fields[name]);
    return value.success ? [value.data] : [];
  });
  const own = schoolId.parse(id);
  if (snapshot.schools.has(own)) schools.push(own);
  const room = snapshot.rooms.get(roomId.parse(id));
  if (room !== undefined) schools.push(room.fields.schoolId);
  const paths = schools.map((each) => snapshot.pathOf(each));
  const region = [...snapshot.regions.keys()].find((each) => each === id || each === fields['regionId']);
  return region === undefined ? paths : [...paths, pathOfRegion(snapshot.regions, region)];
}
