import type { CoursewareFile } from '../../shared/courseware-file.ts';
import type { RecordingId, SessionId } from '../../shared/kernel/ids.ts';
import { fail, ok, type Result } from '../../shared/kernel/result.ts';
import { type RecordingPackage, recordingPaths } from '../../shared/recording.ts';
import type { Actor } from '../identity/identity.types.ts';
import type { Clock } from '../platform/ports.ts';
import type { SessionReader } from '../session/session.types.ts';
import type { Addresses } from './address.ts';
import type { AssetsService } from './assets.service.ts';
import type { AssetsStore, LessonMarks, RecordedCaptions } from './assets.types.ts';
import { marksTaken } from './marks.file.ts';
import type { RecordingStore } from './recording.types.ts';

export type PackageDeps = {
  readonly assets: Pick<AssetsService, 'see'>;
  readonly store: Pick<AssetsStore, 'madeOf'>;
  readonly recordings: Pick<RecordingStore, 'piecesOf'>;
  readonly addresses: Addresses;
  readonly captions: () => Pick<RecordedCaptions, 'filesOf'>;
  readonly sessions: Pick<SessionReader, 'eventsOf'>;
  readonly marks: LessonMarks;
  readonly coursewareOf: (sessionId: SessionId) => Promise<readonly CoursewareFile[]>;
  readonly clock: Clock;
};
type Files = RecordingPackage['files'];

const endings: Readonly<Record<CoursewareFile['type'], string>> = {
  'application/pdf': 'pdf',
  'image/png': 'png',
  'image/jpeg': 'jpg',
  'image/webp': 'webp',
};

/** 离线包: everything that a teaching point without a line takes along, each file with its size and hash. */
export function createPackages(deps: PackageDeps) {
  const { assets, store, recordings, addresses, clock } = deps;
  const pieces = async (id: RecordingId): Promise<Files> =>
    (await recordings.piecesOf(id)).flatMap(({ id: piece, closed }) =>
      closed === null
        ? []
        : [{ path: recordingPaths.piece(id, piece), bytes: closed.bytes, sha256: closed.sha256 }],
    );
  const made = async (id: RecordingId): Promise<Files> =>
    (await store.madeOf([id])).flatMap(({ kind, now }) => {
      if (now.state !== 'ready' || now.bytes === 0) return [];
      const path = kind === 'file' ? recordingPaths.file(id) : recordingPaths.thumbnails(id);
      return [{ path, bytes: now.bytes, sha256: now.sha256 }];
    });
  /** Pages that stood on the walls are in no picture: their files come along. */
  const shown = async (id: RecordingId, sessionId: SessionId): Promise<Files> => {
    const opened = new Set<string>();
    for (const event of await deps.sessions.eventsOf(sessionId))
      if (event.type === 'courseware.opened') opened.add(event.body.coursewareId);
    return (await deps.coursewareOf(sessionId))
      .filter(({ coursewareId }) => opened.has(coursewareId))
      .map(({ coursewareId, name, type, bytes, sha256 }) => ({
        path: recordingPaths.courseware(id, coursewareId),
        ...{ bytes, sha256, name: `${name.replace(/\.[a-z]{3,4}$/i, '')}.${endings[type]}` },
      }));
  };
  return {
    /** INVALID_STATE while it runs. */
    async package(actor: Actor, id: RecordingId): Promise<Result<RecordingPackage>> {
      const seen = await assets.see(actor, id);
      if (!seen.ok) return seen;
      const { recording } = seen.value;
      if (recording.removedAtMs !== null) return fail('NOT_FOUND');
      if (recording.endedAtMs === null) return fail('INVALID_STATE');
      const files = await Promise.all([
        ...[made(id), pieces(id), shown(id, recording.sessionId), deps.captions().filesOf(recording)],
        marksTaken(deps, recording),
      ]);
      return ok({ recordingId: id, files: files.flat(), address: addresses.give(id, clock.nowMs()) });
    },
  };
}
