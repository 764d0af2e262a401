import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { COUNTER_BITS, counterStrip, STRIP } from './frame-counter.ts';

export const LECTURE_FPS = 30;
export const LECTURE_FRAMES = 600;
const SPEECH =
  '同学们好，今天我们学习分数。把一个苹果平均分成四份，每一份是它的四分之一。请李家沟教学点的同学来回答。';

/** What a fake camera and microphone play, made once per machine. */
export type MediaFixtures = { readonly lectureVideo: string; readonly lectureVoice: string };

export const hasProgram = (name: string): boolean => spawnSync(name, ['-version']).error === undefined;

/**
 * A lecture picture (a board, a moving teacher, a counter in the corner) of the given height, and speech. Needs ffmpeg; speech needs
 * espeak-ng, else a tone stands in.
 * @param look `grainy`: as a poor camera in a dark room gives it, so that every size takes all the bits it may
 */
export async function mediaFixtures(
  height: 720 | 540 | 360 = 720,
  look: 'clean' | 'grainy' = 'clean',
): Promise<MediaFixtures> {
  const key = createHash('sha256')
    .update(`${height} ${LECTURE_FRAMES} ${COUNTER_BITS} ${SPEECH} 3${look === 'clean' ? '' : look}`)
    .digest('hex')
    .slice(0, 12);
  const folder = join(tmpdir(), 'sanketang-fixtures');
  mkdirSync(folder, { recursive: true });
  const lectureVideo = join(folder, `lecture-${key}.mjpeg`);
  const lectureVoice = join(folder, `lecture-${key}.wav`);
  if (!existsSync(lectureVideo)) await made(lectureVideo, (file) => makeVideo(file, height, look));
  if (!existsSync(lectureVoice)) await made(lectureVoice, async (file) => makeVoice(file));
  return { lectureVideo, lectureVoice };
}

async function made(file: string, make: (part: string) => Promise<void>): Promise<void> {
  const part = file.replace(/(\.\w+)$/, `.${process.pid}$1`);
  try {
    await make(part);
    renameSync(part, file);
  } finally {
    rmSync(part, { force: true });
  }
}

/** The board stands still and the teacher walks: what a lecture room's encoder really gets, unlike a test card. */
function makeVideo(file: string, height: number, look: 'clean' | 'grainy'): Promise<void> {
  const width = (height * 16) / 9;
  const filter = [
    `color=c=0x1f3d33:s=1280x720:r=${LECTURE_FPS}[wall]`,
    `testsrc2=s=1280x720:r=${LECTURE_FPS},crop=200:420:400:150[teacher]`,
    `color=c=0x2b5546:s=860x420:r=${LECTURE_FPS},drawgrid=w=86:h=60:t=1:c=0x3c6f5d[board]`,
    `[wall][board]overlay=60:80[a]`,
    `[a][teacher]overlay=x='900+140*sin(2*PI*t/7)':y=290[b]`,
    `[b][0:v]overlay=0:0,scale=${width}:${height}${look === 'grainy' ? ',noise=alls=24:allf=t' : ''}[out]`,
  ].join(';');
  const child = spawn('ffmpeg', [
    ...['-v', 'error', '-y', '-f', 'rawvideo', '-pix_fmt', 'gray', '-s', `${STRIP.width}x${STRIP.height}`],
    ...['-r', String(LECTURE_FPS), '-i', '-', '-filter_complex', filter, '-map', '[out]'],
    ...['-frames:v', String(LECTURE_FRAMES), '-c:v', 'mjpeg', '-q:v', '4', '-pix_fmt', 'yuvj420p', file],
  ]);
  child.stdin.on('error', () => child.kill());
  for (let frame = 0; frame < LECTURE_FRAMES; frame++) child.stdin.write(counterStrip(frame));
  child.stdin.end();
  let complaint = '';
  child.stderr.on('data', (chunk: Buffer) => {
    complaint += chunk.toString();
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) =>
      code === 0 ? resolve() : reject(new Error(`ffmpeg ended with ${code}: ${complaint}`)),
    );
  });
}

function makeVoice(file: string): void {
  const spoken = spawnSync('espeak-ng', ['-v', 'cmn', '-s', '150', '--stdout', SPEECH], { maxBuffer: 64e6 });
  const input = spoken.status === 0 ? ['-i', '-'] : ['-f', 'lavfi', '-i', 'sine=frequency=220:duration=10'];
  const convert = spawnSync('ffmpeg', ['-v', 'error', '-y', ...input, '-ar', '48000', '-ac', '1', file], {
    input: spoken.status === 0 ? spoken.stdout : Buffer.alloc(0),
  });
  if (convert.status !== 0) throw new Error(`ffmpeg could not make speech: ${convert.stderr.toString()}`);
}
