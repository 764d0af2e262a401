import { captionsShownZhCn } from '../../shared/text/captions-shown.zh-CN.ts';
import { coursewareWallZhCn } from '../../shared/text/courseware-wall.zh-CN.ts';
import { errorsZhCn } from '../../shared/text/errors.zh-CN.ts';
import { recordingZhCn } from '../../shared/text/recording.zh-CN.ts';
import { watchZhCn } from '../../shared/text/watch.zh-CN.ts';

export const textZhCn = {
  ...watchZhCn,
  ...errorsZhCn,
  ...coursewareWallZhCn,
  ...recordingZhCn,
  ...captionsShownZhCn,
};
