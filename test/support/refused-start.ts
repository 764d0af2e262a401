import { spawn } from 'node:child_process';
import { join } from 'node:path';
import type { Locale } from '../../shared/text/text.ts';

export type Ended = {
  readonly code: number | null;
  /** Whole lines of standard error. */
  readonly complaints: readonly string[];
  readonly output: string;
};

export type StartWish = {
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly locale: Locale;
  /** Another copy of the product than this one. */
  readonly root?: string;
};

const LIMIT_MS = 40_000;

/** Starts the real server, which is expected not to stay, and waits for its end. */
export function startToEnd({ args = [], env = {}, locale, root }: StartWish): Promise<Ended> {
  const program = join(root ?? join(import.meta.dirname, '../..'), 'server/main.ts');
  const { MEDIASOUP_WORKER_BIN: _, ...inherited } = process.env;
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [program, ...args], {
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: LIMIT_MS,
      killSignal: 'SIGKILL',
      env: {
        ...inherited,
        LC_ALL: locale === 'en' ? 'en_US.UTF-8' : 'zh_CN.UTF-8',
        HOST: '127.0.0.1',
        RTC_ANNOUNCED_ADDRESS: '127.0.0.1',
        RTC_PORT: '0',
        LOG_LEVEL: 'info',
        ...env,
      },
    });
    let output = '';
    let complaint = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      complaint += text;
    });
    child.once('error', reject);
    child.once('close', (code) => {
      resolve({ code, output, complaints: complaint.split('\n').filter((line) => line !== '') });
    });
  });
}
