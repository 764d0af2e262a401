import { captionsShownEn } from '../../shared/text/captions-shown.en.ts';
import { coursewareWallEn } from '../../shared/text/courseware-wall.en.ts';
import { errorsEn } from '../../shared/text/errors.en.ts';
import { recordingEn } from '../../shared/text/recording.en.ts';
import { watchEn } from '../../shared/text/watch.en.ts';

export const textEn = { ...watchEn, ...errorsEn, ...coursewareWallEn, ...recordingEn, ...captionsShownEn };
