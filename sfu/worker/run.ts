import { spawn } from 'node:child_process';

export type RunOptions = {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Called with each line of either stream, as it comes. */
  readonly onLine?: (line: string) => void;
  readonly timeoutMs?: number;
};

/** `code` is null when the program could not be started or was ended by a signal; `tail` are the last lines that it wrote. */
export type RunResult = { readonly code: number | null; readonly tail: readonly string[] };

export type Run = (command: string, args: readonly string[], options?: RunOptions) => Promise<RunResult>;

const tailLines = 30;

export const run: Run = (command, args, options = {}) =>
  new Promise((resolve) => {
    const tail: string[] = [];
    const child = spawn(command, [...args], {
      cwd: options.cwd,
      env: { ...process.env, ...options.env },
      stdio: ['ignore', 'pipe', 'pipe'],
      ...(options.timeoutMs === undefined
        ? {}
        : { timeout: options.timeoutMs, killSignal: 'SIGKILL' as const }),
    });
    const take = (line: string): void => {
      tail.push(line);
      if (tail.length > tailLines) tail.shift();
      options.onLine?.(line);
    };
    for (const stream of [child.stdout, child.stderr]) {
      let rest = '';
      stream.setEncoding('utf8');
      stream.on('data', (text: string) => {
        const lines = (rest + text).split('\n');
        rest = lines.pop() ?? '';
        for (const line of lines) take(line);
      });
      stream.on('end', () => {
        if (rest !== '') take(rest);
      });
    }
    child.once('error', (cause) => resolve({ code: null, tail: [cause.message] }));
    child.once('close', (code) => resolve({ code, tail }));
  });
