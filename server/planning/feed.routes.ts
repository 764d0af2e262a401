import { fail, ok } from '../../shared/kernel/result.ts';
import { locales } from '../../shared/text/text.ts';
import type { Actor } from '../identity/identity.types.ts';
import type { DownloadRoute } from '../platform/http-routes.ts';
import type { RouteHandlers } from '../platform/ports.ts';
import type { FeedService } from './feed.service.ts';

export const feedRoutes = (
  feeds: FeedService,
): Pick<RouteHandlers<Actor>, 'feed.list' | 'feed.create' | 'feed.revoke'> => ({
  'feed.list': ({ actor }, subject) => feeds.list(actor, subject),
  'feed.create': ({ actor }, subject) => feeds.create(actor, subject),
  'feed.revoke': ({ actor }, { feedId }) => feeds.revoke(actor, feedId),
});

/** What calendars fetch: the address is all that they know. `?locale=en` speaks English. */
export const feedDownload = (feeds: FeedService): DownloadRoute<Actor> => ({
  name: 'calendar.feed',
  path: '/calendar/:file',
  async handle({ address }, query) {
    const { file, locale } = query;
    const token = typeof file === 'string' ? /^([\w-]+)\.ics$/.exec(file)?.[1] : undefined;
    const calendar = await feeds.read(token ?? '', {
      address,
      locale: locales.find((each) => each === locale) ?? 'zh-CN',
    });
    if (!calendar.ok) return fail(calendar.error.code, calendar.error.params);
    return ok({
      contentType: 'text/calendar; charset=utf-8',
      fileName: 'lessons.ics',
      text: calendar.value,
    });
  },
});
