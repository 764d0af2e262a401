import { captionsShownEn } from '../../shared/text/captions-shown.en.ts';
import { coursewareWallEn } from '../../shared/text/courseware-wall.en.ts';
import { errorsEn } from '../../shared/text/errors.en.ts';
import { ladderEn } from '../../shared/text/ladder.en.ts';
import { playingEn } from '../../shared/text/playing.en.ts';
import { questionEn } from '../../shared/text/question.en.ts';
import { recordingEn } from '../../shared/text/recording.en.ts';
import { screenEn } from '../../shared/text/screen.en.ts';
import { screenCaptionsEn } from '../../shared/text/screen-captions.en.ts';
import { screenToolsEn } from '../../shared/text/screen-tools.en.ts';
import { voiceEn } from '../../shared/text/voice.en.ts';

export const textEn = {
  ...screenEn,
  ...screenToolsEn,
  ...screenCaptionsEn,
  ...captionsShownEn,
  ...questionEn,
  ...errorsEn,
  ...ladderEn,
  ...coursewareWallEn,
  ...voiceEn,
  ...recordingEn,
  ...playingEn,
};
