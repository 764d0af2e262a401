import { closeSync, existsSync, mkdirSync, openSync, renameSync, writeFileSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { MediaFixtures } from './media-fixtures.ts';
import { WAV_RATE_HZ, wavOf } from './wav.ts';

/** Every beat is a flash of the picture and a tone at once, as far as a fake camera and a fake microphone know what at once is. */
export const BEAT_MS = 2_000;
export const BEAT_FPS = 30;
/** The flash's frames are of falling brightness, so that one that is lost on the way is known to be missing. */
export const FLASH_LEVELS = [235, 200, 165] as const;
const DARK_LEVEL = 60;

const SIZE = { width: 640, height: 360 } as const;
const TONE_HZ = 1_000;
const TONE_MS = 80;

/** Files that a browser plays again and again, made once per machine. Needs no other program. */
export function beatFixtures(): MediaFixtures {
  const folder = join(tmpdir(), 'sanketang-fixtures');
  mkdirSync(folder, { recursive: true });
  const lectureVideo = join(folder, 'beat-1.y4m');
  const lectureVoice = join(folder, 'beat-1.wav');
  made(lectureVideo, writeVideo);
  made(lectureVoice, (file) => writeFileSync(file, tone()));
  return { lectureVideo, lectureVoice };
}

function made(file: string, write: (part: string) => void): void {
  if (existsSync(file)) return;
  const part = `${file}.${process.pid}`;
  write(part);
  renameSync(part, file);
}

function writeVideo(file: string): void {
  const { width, height } = SIZE;
  const frames = (BEAT_MS / 1000) * BEAT_FPS;
  const out = openSync(file, 'w');
  writeSync(out, `YUV4MPEG2 W${width} H${height} F${BEAT_FPS}:1 Ip A1:1 C420jpeg\n`);
  const colour = Buffer.alloc((width * height) / 2, 128);
  for (let frame = 0; frame < frames; frame += 1) {
    const brightness = Buffer.alloc(width * height, FLASH_LEVELS[frame] ?? DARK_LEVEL);
    // Something moves at the edge, as in any room: an encoder sends next to nothing of a picture that stands still.
    const left = Math.round((frame / frames) * (width - 40));
    for (let y = height - 60; y < height - 20; y += 1)
      brightness.fill(150, y * width + left, y * width + left + 40);
    writeSync(out, 'FRAME\n');
    writeSync(out, brightness);
    writeSync(out, colour);
  }
  closeSync(out);
}

/** Silence that begins with a tone. */
function tone(): Buffer {
  const samples = new Float64Array((BEAT_MS / 1000) * WAV_RATE_HZ);
  for (let index = 0; index < (TONE_MS / 1000) * WAV_RATE_HZ; index += 1)
    samples[index] = 0.5 * Math.sin((2 * Math.PI * TONE_HZ * index) / WAV_RATE_HZ);
  return wavOf(samples);
}

/** A class that never stops talking: tones of a voice, each syllable another one, so that nothing takes it for a hum. */
export function babbleFixture(): string {
  const folder = join(tmpdir(), 'sanketang-fixtures');
  mkdirSync(folder, { recursive: true });
  const file = join(folder, 'babble-1.wav');
  made(file, (part) => writeFileSync(part, wavOf(babble())));
  return file;
}

const SYLLABLE_MS = 120;
const BABBLE_MS = 6_000;

function babble(): Float64Array {
  const samples = new Float64Array((BABBLE_MS / 1000) * WAV_RATE_HZ);
  let phase = 0;
  samples.forEach((_, index) => {
    const syllable = Math.floor((index * 1000) / WAV_RATE_HZ / SYLLABLE_MS);
    const pitchHz = 110 + ((syllable * 37) % 90);
    phase += pitchHz / WAV_RATE_HZ;
    const within = ((index * 1000) / WAV_RATE_HZ / SYLLABLE_MS) % 1;
    const loudness = 0.25 + 0.35 * Math.sin(Math.PI * within);
    let value = 0;
    for (let overtone = 1; overtone <= 12; overtone += 1)
      value += Math.sin(2 * Math.PI * phase * overtone) / (1 + ((overtone + syllable) % 4));
    samples[index] = (loudness * value) / 6;
  });
  return samples;
}
