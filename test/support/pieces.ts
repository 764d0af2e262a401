import { execFileSync } from 'node:child_process';
import { writtenAs } from '../../sfu/recorder/recorder.rules.ts';

type Wish = { readonly kind: 'picture' | 'sound'; readonly seconds: number };

/** The bytes of a piece of a test picture with a key frame every two seconds, or of a tone. Needs ffmpeg. */
export function madePiece({ kind, seconds }: Wish): Uint8Array {
  const input =
    kind === 'sound'
      ? ['-i', 'sine=frequency=440', '-c:a', 'libopus']
      : ['-i', 'testsrc2=size=320x180:rate=20', '-c:v', 'libx264', '-profile:v', 'baseline', '-g', '40'];
  const file = execFileSync('ffmpeg', [
    ...['-v', 'error', '-f', 'lavfi', ...input, '-t', `${seconds}`, '-pix_fmt', 'yuv420p'],
    ...writtenAs,
    '-',
  ]);
  return new Uint8Array(file);
}
