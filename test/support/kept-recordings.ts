import { join } from 'node:path';
import { createClock } from '../../server/platform/clock.ts';
import { openDatabase } from '../../server/platform/database.ts';
import { createNewId } from '../../server/platform/ids.ts';
import { createRecordingStore } from '../../server/recording/recording.store.ts';
import { createRemoteStore } from '../../server/recording/remote.store.ts';
import { type RecordingId, recordingId, type SessionId } from '../../shared/kernel/ids.ts';
import { seatOfPerson } from '../../shared/session/session.events.ts';
import type { County } from './county.ts';
import type { Product } from './product.ts';
import { writeRecording } from './recorded.ts';

export type KeptWish = {
  readonly product: Product;
  readonly county: County;
  readonly sessionId: SessionId;
  readonly beganAgoMs: number;
  readonly durationMs: number;
  /** Its files are to go to the object store. */
  readonly listed?: boolean;
};

/** A recording of a lesson as a running server finds it beside it: the lecturer's voice and camera. */
export async function keepRecording(wish: KeptWish): Promise<RecordingId> {
  const { product, county, sessionId, beganAgoMs, durationMs } = wish;
  const clock = createClock();
  const newId = createNewId(clock);
  const id = recordingId.parse(newId());
  const startedAtMs = Math.floor(clock.nowMs()) - beganAgoMs;
  const seat = seatOfPerson(county.lecturerId);
  const open = openDatabase(`file:${join(product.dataDir, 'sanketang.db')}`);
  try {
    const pieces = await writeRecording({
      ...{ store: createRecordingStore(open.database), folder: join(product.dataDir, 'recordings'), newId },
      recording: {
        ...{ id, sessionId, startedAtMs, endedAtMs: startedAtMs + durationMs, removedAtMs: null },
        ...{ startedBy: null, licence: 'parties', serverId: 'one' },
      },
      pieces: [
        { seat, source: 'voice', fromMs: 0, durationMs },
        { seat, source: 'camera', fromMs: 0, durationMs },
      ],
    });
    const rows = createRemoteStore(open.database);
    for (const { id: piece, closed } of wish.listed === true ? pieces : [])
      if (closed !== null)
        await rows.add({
          recordingId: id,
          name: `${piece}.mp4`,
          bytes: closed.bytes,
          sha256: closed.sha256,
        });
    return id;
  } finally {
    await open.close();
  }
}
