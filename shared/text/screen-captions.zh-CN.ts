import type { ScreenCaptionsKey } from './screen-captions.en.ts';
import type { Dictionary } from './text.ts';

/** 大屏上的字幕。 */
export const screenCaptionsZhCn: Dictionary<ScreenCaptionsKey> = {
  'screen.captions.offered': '本课有字幕，按 ▼ 键显示',
};
