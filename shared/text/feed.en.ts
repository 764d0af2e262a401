import type { FeedKey } from './feed.zh-CN.ts';
import type { Dictionary } from './text.ts';

export const feedEn: Dictionary<FeedKey> = {
  'feed.calendar': '{name}, lessons',
  'feed.cancelled': '[Cancelled] {lesson}',
  'feed.moved': '[Moved] {lesson}',
  'feed.substituted': '[Substitute] {lesson}',
  'feed.regrouped': '[Other group] {lesson}',
  'feed.lecturer': 'Lecturer: {name} ({school})',
  'feed.rooms': 'Listening: {rooms}',
  'feed.reason': 'Reason: {reason}',
};
