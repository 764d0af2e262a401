import type { Delivery, DeliveryFailure } from '../../shared/outbox.ts';

/** Something that other systems may want to know of, by the id of what it happened to. */
export type Happening = { readonly name: HappeningName; readonly id: string; readonly atMs: number };
export type HappeningName = 'session.ended' | 'session.settled' | 'snapshot.frozen' | 'alarm.raised';

/** Where happenings are found again, by when they were recorded: so a stopped server misses none. */
export type Feed = {
  readonly name: HappeningName;
  /** How much later than its moment something may be seen for the first time. */
  readonly overlapMs: number;
  /** At or after a moment, in order, at most `limit`. */
  since(atMs: number, limit: number): Promise<readonly { readonly id: string; readonly atMs: number }[]>;
};

/** What is sent: written once and the same at every try. */
export type Letter = {
  /** Made of what it is about, so that the same happening makes the same letter once. */
  readonly id: string;
  readonly channel: ChannelName;
  /** One address of the channel. */
  readonly targetId: string;
  readonly event: string;
  readonly subjectId: string;
  readonly body: string;
  readonly createdAtMs: number;
  readonly dueAtMs: number;
};
export type ChannelName = 'webhook' | 'xapi';

export type KeptLetter = Letter & { readonly tryCount: number; readonly state: LetterState };
/** `superseded`: what it told is not so any more, and a later letter tells what is. */
export type LetterState = Delivery['state'] | { readonly state: 'superseded'; readonly doneAtMs: number };

export type Sent =
  | { readonly state: 'sent' }
  | { readonly state: 'superseded' }
  | { readonly state: 'failed'; readonly failure: DeliveryFailure }
  /** Nothing is known of it; it is sent again. */
  | { readonly state: 'stopped' };

/** A way out of the house. */
export interface Channel {
  readonly name: ChannelName;
  /** From when on somebody wants to be told; null when nobody does. */
  sinceMs(): Promise<number | null>;
  /** Letters about what happened, to everybody who wants to know. */
  lettersOf(happening: Happening): Promise<readonly Letter[]>;
  /** Addresses that are written to now; letters to others wait. */
  targets(): Promise<readonly string[]>;
  send(letter: Letter, signal: AbortSignal): Promise<Sent>;
}
