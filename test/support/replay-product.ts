import { linkSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { createClock } from '../../server/platform/clock.ts';
import { openDatabase } from '../../server/platform/database.ts';
import { createNewId } from '../../server/platform/ids.ts';
import { closedFrom } from '../../server/recording/recording.files.ts';
import { createRecordingStore } from '../../server/recording/recording.store.ts';
import { pieceId, recordingId } from '../../shared/kernel/ids.ts';
import { seatOfPerson } from '../../shared/session/session.events.ts';
import { makeCounty, planLesson } from './county.ts';
import { startProduct } from './product.ts';
import { lessonPieces } from './replay-pieces.ts';

/** The real server with one long recording that everybody may see. */
export type ReplayProduct = {
  /** Where the recording is played. */
  readonly address: string;
  readonly durationMs: number;
  close(): Promise<void>;
};

/** @param host the server's address, as browsers see it */
export async function startReplayProduct(host: string): Promise<ReplayProduct> {
  const { pieces, seconds } = lessonPieces();
  const product = await startProduct({ env: { HOST: host, RTC_ANNOUNCED_ADDRESS: host } });
  try {
    const county = await makeCounty(product, 1);
    const { sessionId } = await planLesson(county, 30);
    const clock = createClock();
    const newId = createNewId(clock);
    const id = recordingId.parse(newId());
    const durationMs = seconds * 1000;
    const startedAtMs = Math.floor(clock.nowMs()) - durationMs - 60_000;
    const seat = seatOfPerson(county.lecturerId);
    const folder = join(product.dataDir, 'recordings', id);
    mkdirSync(folder, { recursive: true });
    const open = openDatabase(`file:${join(product.dataDir, 'sanketang.db')}`);
    try {
      const store = createRecordingStore(open.database);
      const times = { startedAtMs, endedAtMs: startedAtMs + durationMs, removedAtMs: null };
      await store.open({ id, sessionId, startedBy: null, licence: 'public', serverId: 'one', ...times });
      for (const { source, file } of pieces) {
        const piece = pieceId.parse(newId());
        const path = join(folder, `${piece}.mp4`);
        linkSync(file, path);
        await store.addPiece({
          ...{ id: piece, recordingId: id, seat, source, startedAtMs },
          closed: await closedFrom(path),
        });
      }
    } finally {
      await open.close();
    }
    return { address: `${product.url}/replay/${id}`, durationMs, close: () => product.stop() };
  } catch (cause) {
    await product.stop();
    throw cause;
  }
}
