import type { Dictionary } from './text.ts';

/** What a calendar feed says of a lesson. */
export const feedZhCn = {
  'feed.calendar': '{name} 课表',
  'feed.cancelled': '【停课】{lesson}',
  'feed.moved': '【调课】{lesson}',
  'feed.substituted': '【代课】{lesson}',
  'feed.regrouped': '【换组】{lesson}',
  'feed.lecturer': '主讲：{name}（{school}）',
  'feed.rooms': '听讲：{rooms}',
  'feed.reason': '原因：{reason}',
} as const satisfies Dictionary;

export type FeedKey = keyof typeof feedZhCn;
