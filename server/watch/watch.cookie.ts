import { createHmac, timingSafeEqual } from 'node:crypto';
import { type ViewerId, viewerId } from '../../shared/kernel/ids.ts';
import { isToken } from '../platform/tokens.ts';
import type { WatchLink } from './watch.types.ts';

export const WATCH_COOKIE = 'sanketang_viewer';
/** The page asks for another when this one has run out. */
export const WATCH_COOKIE_MS = 86_400_000;

/** Who holds a cookie, and by which link they came. */
export type Holder = { readonly linkId: string; readonly viewerId: ViewerId; readonly mark: string };

const markOf = (link: Pick<WatchLink, 'secret'>, id: ViewerId): Buffer =>
  createHmac('sha256', link.secret).update(id).digest();

/** Signed, not stored: thousands may watch, and closing their link takes all of them at once. */
export const cookieOf = (link: Pick<WatchLink, 'id' | 'secret'>, id: ViewerId): string =>
  `${link.id}.${id}.${markOf(link, id).toString('base64url')}`;

/** What a cookie says of itself; null for what is none. */
export function readCookie(value: string | undefined): Holder | null {
  const [linkId = '', id = '', mark = '', ...more] = (value ?? '').slice(0, 200).split('.');
  const viewer = viewerId.safeParse(id);
  const isLink = /^[0-9a-f-]{36}$/.test(linkId);
  return viewer.success && isLink && isToken(mark) && more.length === 0
    ? { linkId, viewerId: viewer.data, mark }
    : null;
}

export function isGenuine(link: Pick<WatchLink, 'secret'>, { viewerId: id, mark }: Holder): boolean {
  const said = Buffer.from(mark, 'base64url');
  const own = markOf(link, id);
  return said.length === own.length && timingSafeEqual(said, own);
}
