import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { planOf } from '../../server/recording/compose.rules.ts';
import { compose } from '../../server/recording/compose.ts';
import { createFfmpeg } from '../../server/recording/ffmpeg.ts';
import { PieceReader } from '../../server/recording/recording.files.ts';
import type { Recording } from '../../server/recording/recording.types.ts';
import { type ReadPiece, replayTracks } from '../../server/recording/replay.rules.ts';
import { writtenAs } from '../../sfu/recorder/recorder.rules.ts';
import { pieceId, recordingId, sessionId } from '../../shared/kernel/ids.ts';
import type { RecordedSource } from '../../shared/recording.ts';
import { seatKey } from '../../shared/session/session.events.ts';
import { report } from '../support/figures.ts';
import { watchStolenTime } from '../support/machine.ts';
import { residentBytes, residentBytesBelow } from '../support/process-tree.ts';
import { writePiece } from '../support/recorded.ts';

const MINUTES = Number(process.env['COMPOSE_MINUTES'] ?? 40);
const LESSON_MS = MINUTES * 60_000;
const START = 1_780_000_000_000;
const uuid = (n: number) => `01890000-0000-7000-8000-${String(n).padStart(12, '0')}`;
const seat = seatKey.parse(`person:${uuid(1)}`);
const recording: Recording = {
  id: recordingId.parse(uuid(2)),
  sessionId: sessionId.parse(uuid(3)),
  startedAtMs: START,
  endedAtMs: START + LESSON_MS,
  ...{ startedBy: null, licence: 'parties', serverId: 'bench', removedAtMs: null },
};

/** A lesson of 40 minutes with the lecturer's voice, camera and content, each of 720p, made into one file. */
export async function benchCompose(): Promise<boolean> {
  const folder = mkdtempSync(join(tmpdir(), 'sanketang-compose-'));
  try {
    const sources: readonly RecordedSource[] = ['voice', 'camera', 'content'];
    const pieces = await Promise.all(sources.map((source, n) => longPiece(folder, source, n)));
    const tracks = replayTracks(recording, pieces, () => true);
    const ratios: number[] = [];
    let peakBytes = 0;
    const sampler = setInterval(() => {
      peakBytes = Math.max(peakBytes, residentBytes(process.pid) + residentBytesBelow(process.pid));
    }, 500);
    const stolen = watchStolenTime();
    const startedAtMs = performance.now();
    const made = await compose({
      ...{ plan: planOf(tracks, pieces, LESSON_MS), folder, file: 'lesson.mp4' },
      ffmpeg: createFfmpeg(process.env),
      words: { gap: 'gap', sound: 'sound' },
      progress: async (ratio) => void ratios.push(ratio),
      wordless: (error) => console.error(error),
    });
    const tookMs = performance.now() - startedAtMs;
    clearInterval(sampler);
    const lengthS = lengthOf(join(folder, 'lesson.mp4'));
    return report(
      'compose',
      [
        {
          name: `composing a ${MINUTES}-minute lesson of two pictures`,
          ...{ value: tookMs / 60_000, unit: 'min', goal: { atMost: (4 * MINUTES) / 40 } },
        },
        { name: 'memory of all it starts', value: peakBytes / 2 ** 30, unit: 'GiB', goal: { atMost: 1 } },
        { name: 'times progress was told', value: ratios.length, unit: 'times', goal: { atLeast: MINUTES } },
        {
          name: 'length against the lesson',
          ...{ value: Math.abs(lengthS - MINUTES * 60), unit: 's', goal: { atMost: 0.2 } },
        },
      ],
      { bytes: made.bytes, stolenRatio: stolen() },
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function longPiece(folder: string, source: RecordedSource, n: number): Promise<ReadPiece> {
  const id = pieceId.parse(uuid(10 + n));
  const [short, path] = [join(folder, `${source}.mp4`), join(folder, `${id}.mp4`)];
  writePiece(short, { seat, source, fromMs: 0, durationMs: 60_000, size: '1280x720' });
  const again = ['-v', 'error', '-nostdin', '-stream_loop', String(MINUTES - 1), '-i', short, '-c', 'copy'];
  const out = [...writtenAs, path];
  execFileSync('ffmpeg', [...again, ...out]);
  rmSync(short);
  const index = await new PieceReader(path).read();
  if (index === null || statSync(path).size === 0) throw new Error('no piece');
  const piece = { id, recordingId: recording.id, seat, source, startedAtMs: START, closed: null };
  return { piece, index };
}

function lengthOf(path: string): number {
  const asked = ['-v', 'error', '-show_entries', 'format=duration', '-of', 'csv=p=0', path];
  return Number(execFileSync('ffprobe', asked, { encoding: 'utf8' }));
}
