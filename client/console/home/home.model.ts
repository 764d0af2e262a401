import { type LessonCard, PREFLIGHT_MS } from '../../../shared/lesson.ts';
import type { Me } from '../../../shared/person.ts';

/** What one may do with a lesson from the list. */
export type LessonAction = 'open' | 'return' | 'attendance' | 'none';

/** How a lesson stands to the clock; words and shape say it, never colour alone. */
export type LessonMoment = 'live' | 'waiting' | 'now' | 'later' | 'missed' | 'ended' | 'cancelled';

export type DayItem = {
  readonly card: LessonCard;
  readonly moment: LessonMoment;
  readonly action: LessonAction;
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
 * one that is due, else the next; without own lessons those of colleagues that may be opened.
 */
export function dayOf(cards: readonly LessonCard[], asker: { me: Me; nowMs: number }): Day {
  const mayLead = hasRole(asker.me, 'lecturer');
  const items = cards
    .map((card): DayItem => {
      const moment = momentOf(card, asker.nowMs);
      const mine = card.lecturer.personId === asker.me.personId;
      return { card, moment, mine, action: actionOf(moment, mine || mayLead) };
    })
    .sort((a, b) => a.card.plannedStartAtMs - b.card.plannedStartAtMs);
  return { main: mainOf(items), items };
}

function actionOf(moment: LessonMoment, mayEnter: boolean): LessonAction {
  switch (moment) {
    case 'live':
      return mayEnter ? 'return' : 'attendance';
    case 'waiting':
    case 'now':
    case 'later':
    case 'missed':
      return mayEnter ? 'open' : 'none';
    case 'ended':
      return 'attendance';
    case 'cancelled':
      return 'none';
  }
}

const urgency: readonly LessonMoment[] = ['live', 'waiting', 'now', 'later'];

function mainOf(items: readonly DayItem[]): DayItem | null {
  const enterable = items.filter((item) => item.action === 'open' || item.action === 'return');
  for (const mine of [true, false]) {
    for (const moment of urgency) {
      const found = enterable.find((item) => item.mine === mine && item.moment === moment);
      if (found) return found;
    }
  }
  return null;
}
