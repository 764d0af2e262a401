import { DAY_MS, MINUTE_MS } from '../../shared/kernel/time.ts';
import type { Delivery } from '../../shared/outbox.ts';
import { createPace } from '../platform/pace.ts';
import type { Clock, Log } from '../platform/ports.ts';
import { afterTry, isTooOld, tooOld } from './outbox.rules.ts';
import type { OutboxStore } from './outbox.store.ts';
import type { Channel, ChannelName, Feed, KeptLetter, Letter } from './outbox.types.ts';

export type OutboxDeps = {
  readonly store: OutboxStore;
  readonly channels: readonly Channel[];
  readonly feeds: readonly Feed[];
  /** Names this server among those that could send. */
  readonly holder: string;
  readonly clock: Clock;
  readonly log: Log;
  /** 0 ≤ chance < 1. */
  readonly chance: () => number;
};

const PAGE = 200;
const AT_ONCE = 50;
const LEASE_MS = 120_000;
/** No letter is begun later in a round, so that an address that is slow keeps no other one waiting for long. */
const ROUND_MS = 10_000;
const FORGET_EVERY_MS = 60 * MINUTE_MS;
/** How far behind what was read the note of it may be. */
const MARK_EVERY_MS = 30_000;
const DONE_KEPT_MS = 30 * DAY_MS;
const DEAD_KEPT_MS = 90 * DAY_MS;

/**
 * Tells other systems what happened, at least once each. Letters are written of what stands in the records, so that a kill loses none; each is
 * sent until it is taken, or given up. One of several servers does it at a time.
 */
export function createOutboxService(deps: OutboxDeps) {
  const { store, clock, channels, log } = deps;
  const stopping = new AbortController();
  /** What was written of within a feed's overlap. */
  const seen = new Map<string, number>();
  /** How far each feed was read, and what stands of it in the records. */
  const readMs = new Map<string, number>();
  const marks = new Map<string, number>();
  const firsts = new Map<string, number>();
  let forgotAtMs = Number.NEGATIVE_INFINITY;

  const leased = async (): Promise<boolean> => {
    if (stopping.signal.aborted) return false;
    const nowMs = clock.nowMs();
    return store.lease(deps.holder, nowMs, nowMs + LEASE_MS);
  };

  async function readFeed(feed: Feed, sinceMs: number): Promise<void> {
    const beganMs = clock.nowMs();
    const pace = createPace();
    const markedMs = marks.get(feed.name) ?? (await store.markOf(feed.name)) ?? 0;
    let afterMs = Math.max(sinceMs, (readMs.get(feed.name) ?? markedMs) - feed.overlapMs);
    const mark = async (atMs: number) => {
      await store.setMark(feed.name, atMs);
      marks.set(feed.name, atMs);
    };
    for (;;) {
      if (!(await leased())) return;
      const page = await feed.since(afterMs, PAGE);
      for (const each of page) {
        await writeOf(feed, each);
        await pace();
      }
      const last = page.at(-1);
      if (last === undefined || page.length < PAGE || last.atMs === afterMs) break;
      afterMs = last.atMs;
      await mark(afterMs);
    }
    readMs.set(feed.name, beganMs);
    if (beganMs - markedMs >= MARK_EVERY_MS) await mark(beganMs);
    const oldMs = beganMs - 2 * feed.overlapMs;
    for (const [key, atMs] of seen) if (key.startsWith(`${feed.name} `) && atMs < oldMs) seen.delete(key);
  }

  async function writeOf({ name }: Feed, { id, atMs }: { readonly id: string; readonly atMs: number }) {
    const key = `${name} ${id} ${atMs}`;
    if (seen.has(key)) return;
    for (const channel of channels) await store.add(await channel.lettersOf({ name, id, atMs }));
    seen.set(key, atMs);
  }

  /** Null when nothing is known of it. */
  async function tryLetter(channel: Channel, letter: KeptLetter): Promise<KeptLetter | null> {
    const sent = isTooOld(letter, clock.nowMs()) ? null : await channel.send(letter, stopping.signal);
    const nowMs = clock.nowMs();
    const tried =
      sent === null
        ? { ...letter, state: { state: 'dead', doneAtMs: nowMs, failure: tooOld } as const }
        : afterTry(letter, sent, { nowMs, chance: deps.chance() });
    if (tried === null) return null;
    await store.settle(letter.id, tried);
    if (tried.state.state === 'dead')
      log.warn({ channel: channel.name, targetId: letter.targetId, id: letter.id }, 'a letter was given up');
    return { ...letter, ...tried };
  }

  /** Until one is not taken: whoever does not take one now does not take the next either. */
  async function sendTo(channel: Channel, targetId: string): Promise<void> {
    const untilMs = clock.nowMs() + ROUND_MS;
    for (const letter of await store.due(targetId, clock.nowMs(), AT_ONCE)) {
      if (clock.nowMs() >= untilMs || !(await leased())) return;
      const tried = await tryLetter(channel, letter);
      if (tried === null || tried.state.state === 'waiting') return;
    }
  }

  async function forget(): Promise<void> {
    const nowMs = clock.nowMs();
    if (nowMs - forgotAtMs < FORGET_EVERY_MS) return;
    forgotAtMs = nowMs;
    await store.forget({ doneMs: nowMs - DONE_KEPT_MS, deadMs: nowMs - DEAD_KEPT_MS });
  }

  return {
    /** Writes and sends what there is, if this server is the one that does. */
    async round(): Promise<void> {
      const since = await Promise.all(channels.map((channel) => channel.sinceMs()));
      const wanted = since.filter((each) => each !== null);
      if (wanted.length === 0 || !(await leased())) return;
      for (const feed of deps.feeds) await readFeed(feed, Math.min(...wanted));
      const places = await Promise.all(
        channels.map(async (channel) => (await channel.targets()).map((id) => [channel, id] as const)),
      );
      await Promise.all(places.flat().map(([channel, id]) => sendTo(channel, id)));
      await forget();
    },
    /** One letter now, whichever server is asked; it is tried once and never again. */
    async sendOnce(channel: Channel, letter: Letter): Promise<Delivery> {
      const sent = await channel.send(letter, stopping.signal);
      const doneAtMs = clock.nowMs();
      const failure = sent.state === 'failed' ? sent.failure : null;
      const state: Delivery['state'] =
        sent.state === 'sent'
          ? { state: 'sent', doneAtMs }
          : { state: 'dead', doneAtMs, failure: failure ?? { reason: 'unreachable', status: null } };
      // Not due while it is settled: nobody else is to send it.
      await store.add([{ ...letter, dueAtMs: doneAtMs + DAY_MS }]);
      await store.settle(letter.id, { tryCount: 1, state });
      return { ...shown(letter), tryCount: 1, state };
    },
    /** What was written to an address, the newest first; what was superseded is nobody's concern. */
    async deliveries(targetId: string, limit: number): Promise<Delivery[]> {
      return (await store.ofTarget(targetId, limit)).flatMap(({ state, tryCount, ...letter }) =>
        state.state === 'superseded' ? [] : [{ ...shown(letter), tryCount, state }],
      );
    },
    /** A letter that was given up waits again, with all its tries. False for one that is none of the address's or not given up. */
    async resend(targetId: string, id: string): Promise<boolean> {
      const letter = await store.byId(id);
      if (letter?.targetId !== targetId || letter.state.state !== 'dead') return false;
      const nextAtMs = clock.nowMs();
      await store.settle(id, {
        tryCount: 0,
        state: { state: 'waiting', nextAtMs, failure: letter.state.failure },
      });
      return true;
    },
    counts: store.counts,
    /** When a channel that has no entries of its own was first used: what happened before is not told. */
    async firstAtMs(channel: ChannelName): Promise<number> {
      const name = `first ${channel}`;
      const known = firsts.get(name) ?? (await store.markOf(name));
      const atMs = known ?? clock.nowMs();
      if (known === null) await store.setMark(name, atMs);
      firsts.set(name, atMs);
      return atMs;
    },
    dropTarget: store.dropTarget,
    /** Letters about one thing to an address, the oldest first. */
    ofSubject: store.ofSubject,
    supersede: (id: string, tryCount: number): Promise<void> =>
      store.settle(id, { tryCount, state: { state: 'superseded', doneAtMs: clock.nowMs() } }),
    /** What is under way is let go, and sent again by whoever is next. */
    async stop(): Promise<void> {
      stopping.abort();
      try {
        await store.release(deps.holder);
      } catch (error) {
        // With the records away there is nothing to let go of: the lease runs out by itself.
        log.warn({ error }, 'the outbox was not handed over');
      }
    },
  };
}

const shown = ({ id, event, createdAtMs }: Letter) => ({ id, event, createdAtMs });

export type OutboxService = ReturnType<typeof createOutboxService>;
