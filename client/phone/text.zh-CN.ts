import { attentionZhCn } from '../../shared/text/attention.zh-CN.ts';
import { captionsShownZhCn } from '../../shared/text/captions-shown.zh-CN.ts';
import { coursewareWallZhCn } from '../../shared/text/courseware-wall.zh-CN.ts';
import { errorsZhCn } from '../../shared/text/errors.zh-CN.ts';
import { ladderZhCn } from '../../shared/text/ladder.zh-CN.ts';
import { lecternZhCn } from '../../shared/text/lectern.zh-CN.ts';
import { lineZhCn } from '../../shared/text/line.zh-CN.ts';
import { noteZhCn } from '../../shared/text/note.zh-CN.ts';
import { phoneZhCn } from '../../shared/text/phone.zh-CN.ts';
import { playingZhCn } from '../../shared/text/playing.zh-CN.ts';
import { questionZhCn } from '../../shared/text/question.zh-CN.ts';
import { recordingZhCn } from '../../shared/text/recording.zh-CN.ts';
import { recordingMissedZhCn } from '../../shared/text/recording-missed.zh-CN.ts';
import { voiceZhCn } from '../../shared/text/voice.zh-CN.ts';
import { wallsZhCn } from '../../shared/text/walls.zh-CN.ts';

export const textZhCn = {
  ...phoneZhCn,
  ...ladderZhCn,
  ...lecternZhCn,
  ...lineZhCn,
  ...noteZhCn,
  ...attentionZhCn,
  ...questionZhCn,
  ...coursewareWallZhCn,
  ...wallsZhCn,
  ...errorsZhCn,
  ...voiceZhCn,
  ...recordingZhCn,
  ...recordingMissedZhCn,
  ...captionsShownZhCn,
  ...playingZhCn,
};
