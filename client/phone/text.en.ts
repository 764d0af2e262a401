import { attentionEn } from '../../shared/text/attention.en.ts';
import { captionsShownEn } from '../../shared/text/captions-shown.en.ts';
import { coursewareWallEn } from '../../shared/text/courseware-wall.en.ts';
import { errorsEn } from '../../shared/text/errors.en.ts';
import { ladderEn } from '../../shared/text/ladder.en.ts';
import { lecternEn } from '../../shared/text/lectern.en.ts';
import { lineEn } from '../../shared/text/line.en.ts';
import { noteEn } from '../../shared/text/note.en.ts';
import { phoneEn } from '../../shared/text/phone.en.ts';
import { playingEn } from '../../shared/text/playing.en.ts';
import { questionEn } from '../../shared/text/question.en.ts';
import { recordingEn } from '../../shared/text/recording.en.ts';
import { recordingMissedEn } from '../../shared/text/recording-missed.en.ts';
import { voiceEn } from '../../shared/text/voice.en.ts';
import { wallsEn } from '../../shared/text/walls.en.ts';

export const textEn = {
  ...phoneEn,
  ...ladderEn,
  ...lecternEn,
  ...lineEn,
  ...noteEn,
  ...attentionEn,
  ...questionEn,
  ...coursewareWallEn,
  ...wallsEn,
  ...errorsEn,
  ...voiceEn,
  ...recordingEn,
  ...recordingMissedEn,
  ...captionsShownEn,
  ...playingEn,
};
