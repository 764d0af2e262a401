import type { Log } from './ports.ts';

/** What one server tells the others of the same database. `body` is plain JSON and is parsed by who listens. */
export type News = { readonly topic: string; readonly body: unknown };

/**
 * News between servers of one database. Nothing is only here: everything that is told stands in the database as well, or is worth nothing a second
 * later. Who may have missed something is told so and reads anew.
 */
export interface Bus {
  /** Whether there may be others at all. */
  readonly shared: boolean;
  /** At once and without waiting; lost while the line is down, which everybody learns as a gap. */
  publish(topic: string, body: unknown): void;
  /** What others have told, in their order; never what this server told itself. */
  on(topic: string, heard: (body: unknown) => void): void;
  /** Called when news may have been missed. */
  onGap(missed: () => void): void;
  stop(): Promise<void>;
}

/** For the only server of its database. */
export const aloneBus: Bus = {
  shared: false,
  publish: () => undefined,
  on: () => undefined,
  onGap: () => undefined,
  stop: async () => undefined,
};

/** Keeps what goes wrong in one listener from the others. */
export function createEars(log: Log) {
  const ears = new Map<string, ((body: unknown) => void)[]>();
  const missed: (() => void)[] = [];
  const guarded = (topic: string, work: () => void): void => {
    try {
      work();
    } catch (error) {
      log.error({ error, topic }, 'news could not be taken in');
    }
  };
  return {
    on: (topic: string, heard: (body: unknown) => void) =>
      void ears.set(topic, [...(ears.get(topic) ?? []), heard]),
    onGap: (told: () => void) => void missed.push(told),
    hear({ topic, body }: News): void {
      for (const each of ears.get(topic) ?? []) guarded(topic, () => each(body));
    },
    gap(): void {
      for (const each of missed) guarded('gap', each);
    },
  };
}
