import type { CalendarFeed, FeedSubject } from '../../shared/feed.ts';
import { type FeedId, feedId } from '../../shared/kernel/ids.ts';
import { fail, ok, type Result } from '../../shared/kernel/result.ts';
import { addDays } from '../../shared/kernel/time.ts';
import type { Locale } from '../../shared/text/text.ts';
import { invalid } from '../directory/directory.rules.ts';
import { allowed, type Look } from '../directory/directory.service.ts';
import type { Calendar } from '../directory/directory.snapshot.ts';
import type { DirectoryReader, DirectorySnapshot, DirectoryView } from '../directory/directory.types.ts';
import type { Action, Actor, Scope } from '../identity/identity.types.ts';
import { createTryLimiter, TRY_WINDOW_MS } from '../platform/limiter.ts';
import type { Clock, NewId } from '../platform/ports.ts';
import { hashToken, isToken, newToken, type RandomBytes } from '../platform/tokens.ts';
import { calendarOf, nameOfSubject } from './feed.rules.ts';
import type { FeedStore } from './feed.store.ts';
import type { Feed } from './feed.types.ts';

export type FeedServiceDeps = {
  readonly store: FeedStore;
  readonly look: Look;
  readonly directory: Calendar & DirectoryReader;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly random: RandomBytes;
  /** Where addresses begin that are given out; null leaves it to the page that asks. */
  readonly publicUrl: string | null;
};

/** Calendars look back this far. */
const BACK_DAYS = 60;
/** More secret addresses of one thing than anybody keeps in mind. */
const FEEDS_MAX = 20;
/** A calendar asks once an hour; several phones share one address. */
const READS_MAX = 120;

/** Calendar feeds 日历订阅 of teachers, rooms and schools. NOT_FOUND for what the asker may not see, FORBIDDEN for what is not theirs. */
export interface FeedService {
  list(actor: Actor, subject: FeedSubject): Promise<Result<{ feeds: CalendarFeed[] }>>;
  /** The address is told this once. INVALID_VALUE {field: 'id', reason: 'range'} when there are too many. */
  create(actor: Actor, subject: FeedSubject): Promise<Result<{ feed: CalendarFeed; address: string }>>;
  revoke(actor: Actor, id: FeedId): Promise<Result<Record<string, never>>>;
  /**
   * The calendar behind a secret address. NOT_FOUND for one that never was, LINK_CLOSED for one that was revoked or whose teacher, room or
   * school is gone; TOO_MANY_TRIES {minutes} after ten wrong ones from a network address, or 120 reads in a quarter of an hour.
   */
  read(token: string, from: { readonly address: string; readonly locale: Locale }): Promise<Result<string>>;
}

export function createFeedService(deps: FeedServiceDeps): FeedService {
  const { store, clock, directory } = deps;
  const wrong = createTryLimiter({ clock });
  const reads = createTryLimiter({ clock, triesMax: READS_MAX });

  const asked = async (actor: Actor, action: Action, subject: FeedSubject) => {
    const view = await deps.look(actor);
    if (!view.ok) return view;
    const scope = scopeOf(view.value, subject);
    if (scope === null) return fail('NOT_FOUND');
    const may = allowed(view.value.may(action, scope));
    return may.ok ? view : may;
  };
  const shown = (feed: Feed, { people }: DirectorySnapshot): CalendarFeed => ({
    id: feed.id,
    createdAtMs: feed.createdAtMs,
    createdBy: people.get(feed.createdBy)?.fields.name ?? '',
    lastReadAtMs: feed.lastReadAtMs,
  });

  return {
    async list(actor, subject) {
      const view = await asked(actor, 'feed.list', subject);
      if (!view.ok) return view;
      const feeds = await store.openOf(subject);
      return ok({ feeds: feeds.map((feed) => shown(feed, view.value.snapshot)) });
    },
    async create(actor, subject) {
      const view = await asked(actor, 'feed.create', subject);
      if (!view.ok) return view;
      if ((await store.openOf(subject)).length >= FEEDS_MAX) return invalid('id', 'range');
      const token = newToken(deps.random);
      const feed: Feed = {
        id: feedId.parse(deps.newId()),
        subject,
        createdAtMs: clock.nowMs(),
        createdBy: view.value.actor.personId,
        lastReadAtMs: null,
        revokedAtMs: null,
      };
      await store.add(feed, hashToken(token));
      return ok({
        feed: shown(feed, view.value.snapshot),
        address: `${deps.publicUrl ?? ''}/calendar/${token}.ics`,
      });
    },
    async revoke(actor, id) {
      const feed = await store.byId(id);
      if (feed === null) return fail('NOT_FOUND');
      const view = await asked(actor, 'feed.revoke', feed.subject);
      if (!view.ok) return view;
      if (feed.revokedAtMs === null) await store.revoke(id, clock.nowMs());
      return ok({});
    },
    async read(token, { address, locale }) {
      const feed = isToken(token) ? await store.byTokenHash(hashToken(token)) : null;
      if (feed === null) {
        const taken = wrong.take([address]);
        return taken.ok ? fail('NOT_FOUND') : tooMany(taken.waitMs);
      }
      const taken = reads.take([feed.id]);
      if (!taken.ok) return tooMany(taken.waitMs);
      const snapshot = await directory.snapshot();
      if (feed.revokedAtMs !== null || nameOfSubject(feed.subject, snapshot) === null)
        return fail('LINK_CLOSED');
      await store.markRead(feed.id, clock.nowMs());
      const lessons = await store.lessonsNaming(
        feed.subject.id,
        addDays(await directory.today(), -BACK_DAYS),
      );
      return ok(calendarOf(feed.subject, lessons, { snapshot, locale }));
    },
  };
}

const tooMany = (waitMs: number) =>
  fail('TOO_MANY_TRIES', { minutes: Math.ceil(Math.min(waitMs, TRY_WINDOW_MS) / 60_000) });

/** Where a subject stands for the asker; null when they do not see it. */
function scopeOf(view: DirectoryView, { kind, id }: FeedSubject): Scope | null {
  const { snapshot, may, scopeOfPerson, scopeOfSchool, seesSchool } = view;
  const found = <T>(all: ReadonlyMap<string, T>) => all.get(id);
  switch (kind) {
    case 'person': {
      const person = found(snapshot.people);
      const scope = person && scopeOfPerson(person);
      return scope !== undefined && may('person.list', scope) ? scope : null;
    }
    case 'room': {
      const room = found(snapshot.rooms);
      const scope = room && scopeOfSchool(room.fields.schoolId);
      return scope !== undefined && may('room.list', scope) ? scope : null;
    }
    case 'school': {
      const school = found(snapshot.schools);
      return school !== undefined && seesSchool(school.id) ? scopeOfSchool(school.id) : null;
    }
  }
}
