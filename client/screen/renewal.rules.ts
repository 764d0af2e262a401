import { nextLesson } from './agenda.rules.ts';
import type { ScreenFacts } from './screen.types.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const NIGHT_FROM_MS = 3 * HOUR_MS;
const NIGHT_UNTIL_MS = 4 * HOUR_MS;
/** So long before a lesson nothing is touched any more. */
const CALM_MS = 30 * 60_000;
/** The screens of a county do not all load their page in the same minute. */
export const NIGHT_SPREAD_MS = 50 * 60_000;

type Facts = Pick<ScreenFacts, 'agenda' | 'link' | 'session'>;

/** Nothing goes on at this screen, and nothing will for half an hour. */
export function isIdle({ agenda, session }: Facts, serverNowMs: number): boolean {
  if (session.state !== 'none') return false;
  const next = agenda === null ? null : nextLesson(agenda.lessons, serverNowMs);
  return next === null || next.plannedStartAtMs - serverNowMs > CALM_MS;
}

/**
 * Whether to load the page anew. `due`: the server gives out other pages than this one, or it is the night's time: both wait until the
 * screen is idle and the server is there to answer. A page that the server no longer understands waits only as long as there is still
 * something to be seen.
 */
export function shouldReload(facts: Facts, serverNowMs: number, due: boolean): boolean {
  const { link, session } = facts;
  if (link.state === 'outdated') return session.state !== 'joined' || session.media.state !== 'connected';
  return due && link.state === 'connected' && isIdle(facts, serverNowMs);
}

/** The page's own wall clock: a panel's may be wrong, and then its night is another one. */
export type WallTime = { readonly nowMs: number; readonly aheadMs: number };

/**
 * Once a night between 03:00 and 04:00, `lagMs` after three: browsers that run for months grow. A page that was loaded after three has
 * had its night.
 * @param loaded when the page was loaded, by the same clock
 */
export function isNightlyDue(now: WallTime, loaded: WallTime, lagMs: number): boolean {
  const local = now.nowMs + now.aheadMs;
  const today = Math.floor(local / DAY_MS) * DAY_MS;
  const inWindow = local >= today + NIGHT_FROM_MS + lagMs && local < today + NIGHT_UNTIL_MS;
  return inWindow && loaded.nowMs + loaded.aheadMs < today + NIGHT_FROM_MS;
}

/** Addresses of the built files that a page names: they carry a hash of their content, so other ones are another build. */
export function assetsOf(html: string): string[] {
  return [...html.matchAll(/(?:src|href)="(\/assets\/[^"]+)"/g)].map(([, address]) => address ?? '');
}

/** Whether the page that the server gives out now is another build than `own`. One without any built file says nothing. */
export function isOtherBuild(html: string, own: readonly string[]): boolean {
  return own.length > 0 && assetsOf(html).some((address) => !own.includes(address));
}
