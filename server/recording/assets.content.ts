import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { z } from 'zod';
import type { CoursewareFile } from '../../shared/courseware-file.ts';
import { pieceId, type RecordingId, recordingId, type SessionId } from '../../shared/kernel/ids.ts';
import { recordedSource, recordingPaths } from '../../shared/recording.ts';
import { seatKey } from '../../shared/session/session.events.ts';
import { type Ranged, type RangedRoute, rangedText } from '../platform/http-ranges.ts';
import type { Clock } from '../platform/ports.ts';
import type { SessionReader } from '../session/session.types.ts';
import type { Addresses } from './address.ts';
import type { AssetsStore, LessonMarks, MadeKind, RecordedCaptions } from './assets.types.ts';
import { marksFile } from './marks.file.ts';
import { playlistOf } from './playlist.rules.ts';
import { madeFiles, pieceName } from './recording.names.ts';
import type { PieceReading } from './recording.reading.ts';
import type { Recording, RecordingStore } from './recording.types.ts';
import type { RemoteFiles } from './remote.ts';
import { bySource } from './replay.rules.ts';

export type ContentDeps = {
  readonly store: Pick<AssetsStore, 'madeOf'>;
  readonly recordings: Pick<RecordingStore, 'read' | 'piecesOf'>;
  readonly files: Pick<RemoteFiles, 'open'>;
  readonly reading: PieceReading;
  readonly addresses: Addresses;
  readonly captions: () => Pick<RecordedCaptions, 'fileOf'>;
  readonly marks: LessonMarks;
  readonly sessions: Pick<SessionReader, 'eventsOf'>;
  readonly clock: Clock;
  /** Files whose pages a lesson showed, and where each lies. */
  readonly coursewareOf: (sessionId: SessionId) => Promise<readonly CoursewareFile[]>;
  readonly coursewarePath: (file: CoursewareFile) => string;
  /** What a file is called when it is saved. */
  readonly nameOf: (recording: Recording) => Promise<string>;
};

const ID = ':recordingId';
const listed = z.object({ seat: seatKey, source: recordedSource });
const ofPiece = z.object({ pieceId });

/** Bytes of recordings at signed addresses: playlists made of what is on the disk, pieces, what was made of them. */
export function assetsContents(deps: ContentDeps): readonly RangedRoute[] {
  const { reading, addresses, clock } = deps;
  /** Null for a guess, for an address that is over, and for a recording that was removed. */
  const opened = async (fields: Readonly<Record<string, unknown>>): Promise<Recording | null> => {
    const id = recordingId.safeParse(fields['recordingId']);
    const query = { until: fields['until'], sig: fields['sig'] };
    if (!id.success || !addresses.opens(id.data, query, clock.nowMs())) return null;
    const recording = await deps.recordings.read(id.data);
    return recording === null || recording.removedAtMs !== null ? null : recording;
  };
  const route = (
    name: string,
    path: string,
    find: (recording: Recording, fields: Readonly<Record<string, unknown>>) => Promise<Ranged | null>,
  ): RangedRoute => ({
    name,
    path,
    async find(fields) {
      const recording = await opened(fields);
      return recording === null ? null : find(recording, fields);
    },
  });
  const file = (id: RecordingId, name: string, found: Omit<Ranged, 'open'>): Ranged => ({
    ...found,
    open: (range) => deps.files.open({ recordingId: id, name }, range),
  });
  const made = async (id: RecordingId, kind: MadeKind) => {
    const now = (await deps.store.madeOf([id])).find((each) => each.kind === kind)?.now;
    return now?.state === 'ready' && now.bytes > 0 ? now : null;
  };
  return [
    route('recording.piece', recordingPaths.piece(ID, ':pieceId'), async (recording, fields) => {
      const asked = ofPiece.safeParse(fields);
      if (!asked.success) return null;
      const pieces = await deps.recordings.piecesOf(recording.id);
      const piece = pieces.find(({ id }) => id === asked.data.pieceId);
      if (piece === undefined) return null;
      const { closed } = piece;
      const index = closed === null ? await reading.indexOf(piece) : null;
      const [size, bytes] = [(closed ?? index)?.size, closed?.bytes ?? index?.endBytes ?? 0];
      if (size === undefined || bytes === 0) return null;
      return file(recording.id, pieceName(piece.id), {
        contentType: size === null ? 'audio/mp4' : 'video/mp4',
        bytes,
        etag: closed?.sha256 ?? `${piece.id}-${bytes}`,
      });
    }),
    route('recording.file', recordingPaths.file(ID), async (recording, fields) => {
      const now = await made(recording.id, 'file');
      if (now === null) return null;
      const { bytes, sha256: etag } = now;
      // In a package it keeps the name by which the page beside it plays it.
      const named = fields['as'] === 'package' ? {} : { saveAs: await deps.nameOf(recording) };
      return file(recording.id, madeFiles.file, {
        ...{ contentType: 'video/mp4', bytes, etag, ...named },
      });
    }),
    route('recording.thumbnails', recordingPaths.thumbnails(ID), async (recording) => {
      const now = await made(recording.id, 'thumbnails');
      if (now === null) return null;
      const { bytes, sha256: etag } = now;
      return file(recording.id, madeFiles.thumbnails, {
        ...{ contentType: 'image/jpeg', bytes, etag },
      });
    }),
    route(
      'recording.courseware',
      recordingPaths.courseware(ID, ':coursewareId'),
      async (recording, fields) => {
        const files = await deps.coursewareOf(recording.sessionId);
        const found = files.find(({ coursewareId }) => coursewareId === fields['coursewareId']);
        if (found === undefined) return null;
        const { type: contentType, bytes, sha256: etag } = found;
        const path = deps.coursewarePath(found);
        const open: Ranged['open'] = async ({ first, last }) =>
          createReadStream(path, { start: first, end: last });
        return { contentType, bytes, etag, open };
      },
    ),
    route('recording.captions', recordingPaths.captions(ID, ':language'), async (recording, fields) => {
      const text = await deps.captions().fileOf(recording, String(fields['language']));
      if (text === null) return null;
      const etag = createHash('sha256').update(text).digest('hex');
      return rangedText(text, { contentType: 'text/vtt; charset=utf-8', etag });
    }),
    route('recording.marks', recordingPaths.marks(ID), async (recording) => {
      const found = await marksFile(deps, recording);
      if (found === null) return null;
      return rangedText(found.text, { contentType: 'application/json', etag: found.sha256 });
    }),
    route('recording.playlist', `/recordings/${ID}/:seat/:source.m3u8`, async (recording, fields) => {
      const asked = listed.safeParse(fields);
      if (!asked.success) return null;
      const { seat, source } = asked.data;
      const pieces = bySource(await reading.piecesOf(recording.id)).get(`${seat} ${source}`);
      if (pieces === undefined) return null;
      const ended = recording.endedAtMs !== null;
      const text = playlistOf({
        ended,
        query: `until=${String(fields['until'])}&sig=${String(fields['sig'])}`,
        pieces: pieces.map(({ piece, index }) => ({
          pieceId: piece.id,
          startedAtMs: piece.startedAtMs,
          index,
          isWhole: ended || piece.closed !== null,
        })),
      });
      const last = pieces.at(-1);
      const etag = `${pieces.length}-${last?.index.endBytes ?? 0}-${ended}-${String(fields['sig'])}`;
      return rangedText(text, { contentType: 'application/vnd.apple.mpegurl', etag });
    }),
    // Whatever else is asked for below is a guess, and is answered like one.
    { name: 'recording.guess', path: '/recordings/*rest', find: async () => null },
  ];
}
