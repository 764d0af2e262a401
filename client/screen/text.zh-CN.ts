import { captionsShownZhCn } from '../../shared/text/captions-shown.zh-CN.ts';
import { coursewareWallZhCn } from '../../shared/text/courseware-wall.zh-CN.ts';
import { errorsZhCn } from '../../shared/text/errors.zh-CN.ts';
import { ladderZhCn } from '../../shared/text/ladder.zh-CN.ts';
import { playingZhCn } from '../../shared/text/playing.zh-CN.ts';
import { questionZhCn } from '../../shared/text/question.zh-CN.ts';
import { recordingZhCn } from '../../shared/text/recording.zh-CN.ts';
import { screenZhCn } from '../../shared/text/screen.zh-CN.ts';
import { screenCaptionsZhCn } from '../../shared/text/screen-captions.zh-CN.ts';
import { screenToolsZhCn } from '../../shared/text/screen-tools.zh-CN.ts';
import { voiceZhCn } from '../../shared/text/voice.zh-CN.ts';

export const textZhCn = {
  ...screenZhCn,
  ...screenToolsZhCn,
  ...screenCaptionsZhCn,
  ...captionsShownZhCn,
  ...questionZhCn,
  ...errorsZhCn,
  ...ladderZhCn,
  ...coursewareWallZhCn,
  ...voiceZhCn,
  ...recordingZhCn,
  ...playingZhCn,
};
