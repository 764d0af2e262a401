import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { type Figure, report } from '../support/figures.ts';
import { compare, ended, type Ledger, startWriter } from './ledger.ts';

const CUTS = 20;
const IMAGE_BYTES = 96 * 2 ** 20;

/**
 * The plug is pulled: the log is written on a file system in an image; the writer is stopped, and the image as it is on the disk, without
 * anything the page cache still holds, is mounted elsewhere and compared with what had been acknowledged. The same with
 * synchronous=NORMAL must lose, or this machine's disk hides what the test is to see.
 */
export async function powerCut(): Promise<boolean> {
  const folder = mkdtempSync(join(tmpdir(), 'sanketang-cut-'));
  try {
    const missing = whatIsMissing(folder);
    const full = missing === null ? await cuts(folder, 'FULL') : [];
    const normal = missing === null ? await cuts(folder, 'NORMAL') : [];
    const total = (rounds: readonly Round[], key: 'lost' | 'doubled' | 'acknowledged') =>
      rounds.reduce((sum, round) => sum + round[key], 0);
    const normalLost = total(normal, 'lost');
    const blind =
      missing ??
      (normalLost === 0 ? 'synchronous=NORMAL lost nothing, so this disk shows no power cut' : null);
    const seen = (value: number): Pick<Figure, 'value' | 'why'> =>
      blind === null ? { value } : { value: null, why: blind };
    const acknowledged = total(full, 'acknowledged');
    return report(
      'power-cut',
      [
        {
          name: `acknowledged and lost, of ${acknowledged} over ${CUTS} cuts`,
          ...seen(total(full, 'lost')),
          unit: 'commands',
          goal: { atMost: 0 },
        },
        { name: 'stored twice', ...seen(total(full, 'doubled')), unit: 'commands', goal: { atMost: 0 } },
        {
          name: 'the same with synchronous=NORMAL lost',
          ...seen(normalLost),
          unit: 'commands',
          goal: { atLeast: 1 },
        },
      ],
      { full, normal },
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

type Round = Ledger & { readonly acknowledged: number; readonly afterMs: number };

async function cuts(folder: string, mode: 'FULL' | 'NORMAL'): Promise<Round[]> {
  const rounds: Round[] = [];
  // A fresh image name every time: a loop device may keep pages of the last file of that name.
  for (let cut = 0; cut < CUTS; cut++) rounds.push(await oneCut(join(folder, `${mode}-${cut}`), mode));
  return rounds;
}

async function oneCut(base: string, mode: 'FULL' | 'NORMAL'): Promise<Round> {
  const image = `${base}.img`;
  writeFileSync(image, '');
  truncateSync(image, IMAGE_BYTES);
  run('mkfs.ext4', ['-q', '-F', image]);
  const disk = mount(image, `${base}.disk`);
  try {
    const writer = startWriter(join(disk.folder, 'log.db'), mode);
    await writer.ready;
    const afterMs = 300 + Math.floor(Math.random() * 1200);
    await pause(afterMs);
    writer.child.kill('SIGSTOP');
    run('cp', ['--sparse=always', image, `${base}.copy.img`]);
    writer.child.kill('SIGKILL');
    await ended(writer.child);
    return { ...(await after(base, writer.acknowledged)), acknowledged: writer.acknowledged.length, afterMs };
  } finally {
    disk.unmount();
    rmSync(image);
    rmSync(`${base}.copy.img`, { force: true });
  }
}

async function after(base: string, acknowledged: readonly string[]): Promise<Ledger> {
  const disk = mount(`${base}.copy.img`, `${base}.after`);
  try {
    return await compare(join(disk.folder, 'log.db'), acknowledged);
  } finally {
    disk.unmount();
  }
}

function mount(image: string, folder: string): { folder: string; unmount(): void } {
  mkdirSync(folder);
  const device = run('losetup', ['-f', '--show', image]).trim();
  try {
    run('mount', [device, folder]);
  } catch (cause) {
    run('losetup', ['-d', device]);
    throw cause;
  }
  return {
    folder,
    unmount() {
      run('umount', [folder]);
      run('losetup', ['-d', device]);
    },
  };
}

function whatIsMissing(folder: string): string | null {
  if (process.getuid?.() !== 0) return 'needs root to mount a disk image';
  const image = join(folder, 'probe.img');
  try {
    writeFileSync(image, '');
    truncateSync(image, 16 * 2 ** 20);
    run('mkfs.ext4', ['-q', '-F', image]);
    mount(image, join(folder, 'probe')).unmount();
    return null;
  } catch (cause) {
    return `this machine cannot mount a disk image: ${cause instanceof Error ? cause.message.split('\n')[0] : String(cause)}`;
  }
}

const run = (program: string, args: readonly string[]): string =>
  execFileSync(program, args, { encoding: 'utf8' });
