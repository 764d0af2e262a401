import type { Dictionary } from './text.ts';

/** Courseware as everybody sees it who shows it or turns its pages. */
export const coursewareWallEn = {
  'courseware.title': 'Courseware',
  'courseware.page': 'Page {page} of {total}',
  'courseware.next': 'Next page',
  'courseware.back': 'Page before',
  'courseware.opening': 'Opening the courseware…',
  'courseware.fetching': 'Fetching the courseware, {percent} %',
  'courseware.failed': 'The courseware cannot be fetched now. Trying again by itself.',
  'courseware.broken': 'This courseware cannot be shown here.',
  'courseware.pageBroken': 'Page {page} cannot be shown here.',
} as const satisfies Dictionary;

export type CoursewareWallKey = keyof typeof coursewareWallEn;
