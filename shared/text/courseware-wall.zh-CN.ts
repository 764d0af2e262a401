import type { CoursewareWallKey } from './courseware-wall.en.ts';
import type { Dictionary } from './text.ts';

/** 课件：在大屏、手机和观看页上。 */
export const coursewareWallZhCn: Dictionary<CoursewareWallKey> = {
  'courseware.title': '课件',
  'courseware.page': '第 {page} / {total} 页',
  'courseware.next': '下一页',
  'courseware.back': '上一页',
  'courseware.opening': '正在打开课件…',
  'courseware.fetching': '正在下载课件 {percent}%',
  'courseware.failed': '课件暂时下载不了，正在自动重试。',
  'courseware.broken': '这份课件在这里打不开。',
  'courseware.pageBroken': '第 {page} 页在这里打不开。',
};
