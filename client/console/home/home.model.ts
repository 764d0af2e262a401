import { type LessonCard, PREFLIGHT_MS } from '../../../shared/lesson.ts';
import type { Me } from '../../../shared/person.ts';
import { policyFor } from '../../../shared/session/session.policy.ts';

/** What one may do with a lesson from the list; `observe` 巡课 is to watch it unseen. */
export type LessonAction = 'open' | 'return' | 'observe' | 'attendance';

/** As what somebody comes in: leads it, takes part in a seminar 研讨, watches a colleague 观摩, or helps from a school of the lesson. */
export type Entry = 'lead' | 'member' | 'watch' | 'assist';

/** How a lesson stands to the clock; words and shape say it, never colour alone. */
export type LessonMoment = 'live' | 'waiting' | 'now' | 'later' | 'missed' | 'ended' | 'cancelled';

export type DayItem = {
  readonly card: LessonCard;
  readonly moment: LessonMoment;
  /** The first one is the row's own. */
  readonly actions: readonly LessonAction[];
  readonly entry: Entry | null;
  /** One's own name stands in it. */
  readonly mine: boolean;
};
export type Day = { readonly main: DayItem | null; readonly items: readonly DayItem[] };

export const hasRole = (me: Me, ...roles: readonly Me['roles'][number]['role'][]): boolean =>
  me.roles.some((grant) => roles.includes(grant.role));

export function momentOf(card: LessonCard, nowMs: number): LessonMoment {
  switch (card.phase) {
    case 'live':
    case 'waiting':
    case 'ended':
    case 'cancelled':
      return card.phase;
    case 'planned':
      if (nowMs >= card.plannedEndAtMs) return 'missed';
      return nowMs >= card.plannedStartAtMs - PREFLIGHT_MS ? 'now' : 'later';
  }
}

/**
 * The lessons of a day in the order of the clock, and the one that the page's main button is about: the own lesson that runs, else the
 * one that is due, else the next; without own lessons those of colleagues that a lecturer may open.
 */
export function dayOf(cards: readonly LessonCard[], asker: { me: Me; nowMs: number }): Day {
  const items = cards
    .map((card) => itemOf(card, asker))
    .sort((a, b) => a.card.plannedStartAtMs - b.card.plannedStartAtMs);
  return { main: mainOf(items, hasRole(asker.me, 'lecturer')), items };
}

/** One lesson as it stands to somebody now. */
export function itemOf(
  card: LessonCard,
  { me, nowMs }: { readonly me: Me; readonly nowMs: number },
): DayItem {
  const moment = momentOf(card, nowMs);
  // What rooms play by themselves nobody enters.
  const plays = policyFor(card.kind, card.mode)?.plays === true;
  const entry = plays ? null : entryOf(card, me);
  const mine = entry !== null && entry !== 'assist';
  const mayObserve =
    !plays && entry !== 'lead' && entry !== 'watch' && hasRole(me, 'admin', 'inspector', 'researcher');
  return { card, moment, mine, entry, actions: actionsOf(moment, { entry, mayObserve }) };
}

/** As far as the server lets somebody in; null for whoever has no part in it. */
function entryOf(card: LessonCard, me: Me): Entry | null {
  if (card.lecturer.personId === me.personId) return 'lead';
  const { memberPart = null } = policyFor(card.kind, card.mode) ?? {};
  if (card.members.some(({ personId }) => personId === me.personId))
    return memberPart === 'observer' ? 'watch' : 'member';
  // A seminar is of those who were asked by name.
  if (memberPart === 'member' || !hasRole(me, 'lecturer', 'admin', 'localTeacher')) return null;
  const schools = [card.leadingSchool, ...card.rooms].map(({ schoolId }) => schoolId);
  return me.school !== null && schools.includes(me.school.schoolId) ? 'assist' : null;
}

function actionsOf(
  moment: LessonMoment,
  { entry, mayObserve }: { readonly entry: Entry | null; readonly mayObserve: boolean },
): readonly LessonAction[] {
  // Nobody opens a lesson by looking at it: unseen is only who comes to one that others have entered.
  const observe = mayObserve ? (['observe'] as const) : [];
  switch (moment) {
    case 'live':
      return entry === null ? [...observe, 'attendance'] : ['return', ...observe];
    case 'waiting':
      return entry === null ? observe : ['open', ...observe];
    case 'now':
    case 'later':
    case 'missed':
      return entry === null ? [] : ['open'];
    case 'ended':
      return ['attendance'];
    case 'cancelled':
      return [];
  }
}

/** Whoever leads a lesson, or sits in a seminar, brings its courseware 课件 until it is over. */
export const mayPrepare = ({ entry, moment }: DayItem): boolean =>
  (entry === 'lead' || entry === 'member') && moment !== 'ended' && moment !== 'cancelled';

/** Whoever takes part in a lesson by their office or by name writes in its preparation note 备课笔记, and reads it afterwards. */
export const mayWriteNote = ({ entry, moment }: DayItem): boolean =>
  entry !== null && entry !== 'watch' && moment !== 'cancelled';

const urgency: readonly LessonMoment[] = ['live', 'waiting', 'now', 'later'];

function mainOf(items: readonly DayItem[], mayLead: boolean): DayItem | null {
  const enterable = items.filter((item) => item.entry !== null && (item.mine || mayLead));
  for (const mine of [true, false]) {
    for (const moment of urgency) {
      const found = enterable.find((item) => item.mine === mine && item.moment === moment);
      if (found) return found;
    }
  }
  return null;
}
