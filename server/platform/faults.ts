import type { Log } from './ports.ts';

type FaultSource = {
  on(event: 'unhandledRejection' | 'uncaughtException', listener: (cause: unknown) => void): unknown;
};

export type FaultOptions = {
  readonly source: FaultSource;
  readonly log: Log;
  /** Told of the first fault of a minute. `error` is the kind of error, never its message: that may hold a name. */
  readonly tell: (error: string) => void;
  /** Told once, when going on would be no service to anybody. */
  readonly giveUp: () => void;
  readonly monotonicMs?: () => number;
};

const WINDOW_MS = 60_000;
/** More faults than this in a minute are no slip in one corner. */
export const FAULTS_MAX = 20;

/**
 * What becomes of an error that nobody has caught, a bug by definition. The process goes on: everything that counts is a fold of the log on
 * the disk, a command is acknowledged only once it is there, and what one handler left half done in memory concerns one request; ending
 * would cut every lesson on this machine. Where errors do not stop coming that reasoning is spent, and the process ends in order, so that
 * the next one takes up the lessons from their logs.
 */
export function watchFaults(options: FaultOptions): void {
  const { source, log, tell, giveUp, monotonicMs = () => performance.now() } = options;
  let recentMs: number[] = [];
  let givenUp = false;
  const fault = (cause: unknown): void => {
    const nowMs = monotonicMs();
    recentMs = [...recentMs.filter((atMs) => atMs > nowMs - WINDOW_MS), nowMs];
    log.error({ error: cause }, 'an error that nobody caught');
    if (recentMs.length === 1) tell(cause instanceof Error ? cause.name : typeof cause);
    if (recentMs.length <= FAULTS_MAX || givenUp) return;
    givenUp = true;
    giveUp();
  };
  source.on('unhandledRejection', fault);
  source.on('uncaughtException', fault);
}

type Stream = { on(event: 'error', listener: (error: Error) => void): unknown };

/** A terminal that is gone, or a full disk under the file that catches the output, must not end a lesson. */
export function outliveOutput(streams: readonly Stream[]): void {
  for (const stream of streams) stream.on('error', () => undefined);
}
