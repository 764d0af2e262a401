import { existsSync, readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { afterEach, expect, it } from 'vitest';
import { scanPiece } from '../../server/recording/fmp4.rules.ts';
import type { SessionId } from '../../shared/kernel/ids.ts';
import { seatOfRoom } from '../../shared/session/session.events.ts';
import { recordingZhCn } from '../../shared/text/recording.zh-CN.ts';
import { screenZhCn } from '../../shared/text/screen.zh-CN.ts';
import { describeForReal } from '../support/needs.ts';
import { picturesIn } from '../support/pictures.ts';
import { playedBy, probed } from '../support/played.ts';
import { readWritten, type Written } from '../support/recordings.ts';
import { untilPicture } from '../support/screen-page.ts';
import { connectAs } from '../support/sitter.ts';
import { openStage, type Stage } from '../support/stage.ts';

const pictures = picturesIn(process.env['SANKETANG_PICTURES'] ?? null);
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
const sign = (page: Page) => page.getByText(recordingZhCn['recording.on'], { exact: true });

describeForReal('recording', () => {
  let stage: Stage;
  afterEach(() => stage?.close());

  it('shows its sign to everybody and writes the lecturer, and never a room, whoever is on stage', async () => {
    stage = await openStage({ screens: 1, height: 360 });
    const [screen] = stage.screens;
    if (screen === undefined) throw new Error('a screen is needed');
    const { lectureRoom, lesson, county, product } = stage;
    await untilPicture(screen.page, 'camera');
    expect(await sign(screen.page).count()).toBe(0);
    await button(lectureRoom.page, recordingZhCn['recording.start']).click();
    await sign(screen.page).waitFor();
    await sign(lectureRoom.page).waitFor();
    await pictures(screen.page, 'recording-screen');
    await pictures(lectureRoom.page, 'recording-console');

    const { sessionId } = lesson;
    const lecturer = await connectAs({ api: county.lecturer, url: product.url });
    const seat = seatOfRoom(screen.point.roomId);
    expect(await lecturer.ask('stage.call', { sessionId, seat })).toBeNull();
    await screen.page.getByText(screenZhCn['screen.stage.heard'], { exact: true }).waitFor();
    await until(
      product.dataDir,
      sessionId,
      ({ pieces, fileOf }) => pieces.length === 2 && pieces.every((piece) => fragmentsIn(fileOf(piece)) > 7),
    );
    await button(lectureRoom.page, recordingZhCn['recording.stop']).click();
    await sign(screen.page).waitFor({ state: 'hidden' });

    const written = await until(product.dataDir, sessionId, ({ recording }) => recording.endedAtMs !== null);
    const { pieces, recording, gaps, fileOf } = written;
    expect(gaps).toEqual([]);
    expect(pieces.map(({ source }) => source).toSorted()).toEqual(['camera', 'voice']);
    expect(pieces.filter((piece) => !piece.seat.startsWith('person:'))).toEqual([]);
    for (const piece of pieces) {
      expect(await probed(fileOf(piece)), piece.source).toBe(true);
      expect(piece.startedAtMs - recording.startedAtMs, piece.source).toBeLessThan(5_000);
      if (piece.source === 'camera')
        expect(
          await playedBy(lectureRoom.page, readFileSync(fileOf(piece)), piece.closed?.codec ?? ''),
        ).toBeGreaterThan(3);
    }
    lecturer.leave();
  });
});

/** A piece is in the records before its file has begun. */
const fragmentsIn = (path: string): number =>
  existsSync(path) ? (scanPiece(readFileSync(path))?.fragments.length ?? 0) : 0;

/** The test's own limit ends the wait. */
async function until(
  dataDir: string,
  sessionId: SessionId,
  holds: (written: Written) => boolean,
): Promise<Written> {
  for (;;) {
    const written = await readWritten(dataDir, sessionId);
    if (holds(written)) return written;
  }
}
