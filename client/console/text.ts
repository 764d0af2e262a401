import { create } from 'zustand';
import type { AppError } from '../../shared/kernel/errors.ts';
import { accessEn } from '../../shared/text/access.en.ts';
import { accessZhCn } from '../../shared/text/access.zh-CN.ts';
import { attentionEn } from '../../shared/text/attention.en.ts';
import { attentionZhCn } from '../../shared/text/attention.zh-CN.ts';
import { auditEn } from '../../shared/text/audit.en.ts';
import { auditZhCn } from '../../shared/text/audit.zh-CN.ts';
import { auditFieldsEn } from '../../shared/text/audit-fields.en.ts';
import { auditFieldsZhCn } from '../../shared/text/audit-fields.zh-CN.ts';
import { besideEn } from '../../shared/text/beside.en.ts';
import { besideZhCn } from '../../shared/text/beside.zh-CN.ts';
import { bigScreenEn } from '../../shared/text/big-screen.en.ts';
import { bigScreenZhCn } from '../../shared/text/big-screen.zh-CN.ts';
import { boardEn } from '../../shared/text/board.en.ts';
import { boardZhCn } from '../../shared/text/board.zh-CN.ts';
import { callEn } from '../../shared/text/call.en.ts';
import { callZhCn } from '../../shared/text/call.zh-CN.ts';
import { captionEn } from '../../shared/text/caption.en.ts';
import { captionZhCn } from '../../shared/text/caption.zh-CN.ts';
import { captionsShownEn } from '../../shared/text/captions-shown.en.ts';
import { captionsShownZhCn } from '../../shared/text/captions-shown.zh-CN.ts';
import { consoleEn } from '../../shared/text/console.en.ts';
import { consoleZhCn } from '../../shared/text/console.zh-CN.ts';
import { coursewareEn } from '../../shared/text/courseware.en.ts';
import { coursewareZhCn } from '../../shared/text/courseware.zh-CN.ts';
import { coursewareWallEn } from '../../shared/text/courseware-wall.en.ts';
import { coursewareWallZhCn } from '../../shared/text/courseware-wall.zh-CN.ts';
import { coverageEn } from '../../shared/text/coverage.en.ts';
import { coverageZhCn } from '../../shared/text/coverage.zh-CN.ts';
import { deviceEn } from '../../shared/text/device.en.ts';
import { deviceZhCn } from '../../shared/text/device.zh-CN.ts';
import { directoryEn } from '../../shared/text/directory.en.ts';
import { directoryZhCn } from '../../shared/text/directory.zh-CN.ts';
import { errorsEn } from '../../shared/text/errors.en.ts';
import { errorsZhCn } from '../../shared/text/errors.zh-CN.ts';
import { exportEn } from '../../shared/text/export.en.ts';
import { exportZhCn } from '../../shared/text/export.zh-CN.ts';
import { helperEn } from '../../shared/text/helper.en.ts';
import { helperZhCn } from '../../shared/text/helper.zh-CN.ts';
import { importEn } from '../../shared/text/import.en.ts';
import { importZhCn } from '../../shared/text/import.zh-CN.ts';
import { indicatorsEn } from '../../shared/text/indicators.en.ts';
import { indicatorsZhCn } from '../../shared/text/indicators.zh-CN.ts';
import { ingestEn } from '../../shared/text/ingest.en.ts';
import { ingestZhCn } from '../../shared/text/ingest.zh-CN.ts';
import { ladderEn } from '../../shared/text/ladder.en.ts';
import { ladderZhCn } from '../../shared/text/ladder.zh-CN.ts';
import { lecturePcEn } from '../../shared/text/lecture-pc.en.ts';
import { lecturePcZhCn } from '../../shared/text/lecture-pc.zh-CN.ts';
import { lessonEn } from '../../shared/text/lesson.en.ts';
import { lessonZhCn } from '../../shared/text/lesson.zh-CN.ts';
import { lessonQualityEn } from '../../shared/text/lesson-quality.en.ts';
import { lessonQualityZhCn } from '../../shared/text/lesson-quality.zh-CN.ts';
import { lineEn } from '../../shared/text/line.en.ts';
import { lineZhCn } from '../../shared/text/line.zh-CN.ts';
import { loginEn } from '../../shared/text/login.en.ts';
import { loginZhCn } from '../../shared/text/login.zh-CN.ts';
import { noteEn } from '../../shared/text/note.en.ts';
import { noteZhCn } from '../../shared/text/note.zh-CN.ts';
import { openEn } from '../../shared/text/open.en.ts';
import { openZhCn } from '../../shared/text/open.zh-CN.ts';
import { playingPlanEn } from '../../shared/text/playing-plan.en.ts';
import { playingPlanZhCn } from '../../shared/text/playing-plan.zh-CN.ts';
import { questionEn } from '../../shared/text/question.en.ts';
import { questionZhCn } from '../../shared/text/question.zh-CN.ts';
import { recordingEn } from '../../shared/text/recording.en.ts';
import { recordingZhCn } from '../../shared/text/recording.zh-CN.ts';
import { recordingAssetsEn } from '../../shared/text/recording-assets.en.ts';
import { recordingAssetsZhCn } from '../../shared/text/recording-assets.zh-CN.ts';
import { recordingMissedEn } from '../../shared/text/recording-missed.en.ts';
import { recordingMissedZhCn } from '../../shared/text/recording-missed.zh-CN.ts';
import { registerEn } from '../../shared/text/register.en.ts';
import { registerZhCn } from '../../shared/text/register.zh-CN.ts';
import { reportEn } from '../../shared/text/report.en.ts';
import { reportZhCn } from '../../shared/text/report.zh-CN.ts';
import { safetyEn } from '../../shared/text/safety.en.ts';
import { safetyZhCn } from '../../shared/text/safety.zh-CN.ts';
import { schoolEn } from '../../shared/text/school.en.ts';
import { schoolZhCn } from '../../shared/text/school.zh-CN.ts';
import { slotsEn } from '../../shared/text/slots.en.ts';
import { slotsZhCn } from '../../shared/text/slots.zh-CN.ts';
import { snapshotEn } from '../../shared/text/snapshot.en.ts';
import { snapshotZhCn } from '../../shared/text/snapshot.zh-CN.ts';
import { stillEn } from '../../shared/text/still.en.ts';
import { stillZhCn } from '../../shared/text/still.zh-CN.ts';
import { supervisionEn } from '../../shared/text/supervision.en.ts';
import { supervisionZhCn } from '../../shared/text/supervision.zh-CN.ts';
import { createText, type Locale, locales, pickLocale, type Text } from '../../shared/text/text.ts';
import { timetableEn } from '../../shared/text/timetable.en.ts';
import { timetableZhCn } from '../../shared/text/timetable.zh-CN.ts';
import { viewsEn } from '../../shared/text/views.en.ts';
import { viewsZhCn } from '../../shared/text/views.zh-CN.ts';
import { wallsEn } from '../../shared/text/walls.en.ts';
import { wallsZhCn } from '../../shared/text/walls.zh-CN.ts';
import { watchLinkEn } from '../../shared/text/watch-link.en.ts';
import { watchLinkZhCn } from '../../shared/text/watch-link.zh-CN.ts';

const dictionaries = {
  'zh-CN': {
    ...accessZhCn,
    ...attentionZhCn,
    ...auditZhCn,
    ...auditFieldsZhCn,
    ...besideZhCn,
    ...bigScreenZhCn,
    ...boardZhCn,
    ...callZhCn,
    ...captionZhCn,
    ...captionsShownZhCn,
    ...consoleZhCn,
    ...coursewareZhCn,
    ...coursewareWallZhCn,
    ...coverageZhCn,
    ...deviceZhCn,
    ...directoryZhCn,
    ...exportZhCn,
    ...helperZhCn,
    ...importZhCn,
    ...indicatorsZhCn,
    ...ingestZhCn,
    ...ladderZhCn,
    ...recordingZhCn,
    ...playingPlanZhCn,
    ...recordingAssetsZhCn,
    ...recordingMissedZhCn,
    ...safetyZhCn,
    ...lecturePcZhCn,
    ...lessonZhCn,
    ...schoolZhCn,
    ...slotsZhCn,
    ...snapshotZhCn,
    ...stillZhCn,
    ...supervisionZhCn,
    ...loginZhCn,
    ...lessonQualityZhCn,
    ...lineZhCn,
    ...noteZhCn,
    ...openZhCn,
    ...questionZhCn,
    ...registerZhCn,
    ...reportZhCn,
    ...timetableZhCn,
    ...viewsZhCn,
    ...wallsZhCn,
    ...watchLinkZhCn,
    ...errorsZhCn,
  },
  en: {
    ...accessEn,
    ...attentionEn,
    ...auditEn,
    ...auditFieldsEn,
    ...besideEn,
    ...bigScreenEn,
    ...boardEn,
    ...callEn,
    ...captionEn,
    ...captionsShownEn,
    ...consoleEn,
    ...coursewareEn,
    ...coursewareWallEn,
    ...coverageEn,
    ...deviceEn,
    ...directoryEn,
    ...exportEn,
    ...helperEn,
    ...importEn,
    ...indicatorsEn,
    ...ingestEn,
    ...ladderEn,
    ...recordingEn,
    ...playingPlanEn,
    ...recordingAssetsEn,
    ...recordingMissedEn,
    ...safetyEn,
    ...lecturePcEn,
    ...lessonEn,
    ...schoolEn,
    ...slotsEn,
    ...snapshotEn,
    ...stillEn,
    ...supervisionEn,
    ...loginEn,
    ...lessonQualityEn,
    ...lineEn,
    ...noteEn,
    ...openEn,
    ...questionEn,
    ...registerEn,
    ...reportEn,
    ...timetableEn,
    ...viewsEn,
    ...wallsEn,
    ...watchLinkEn,
    ...errorsEn,
  },
} as const;

export type ConsoleKey = keyof (typeof dictionaries)['zh-CN'];
export type ConsoleText = Text<ConsoleKey>;

const texts: Readonly<Record<Locale, ConsoleText>> = {
  'zh-CN': createText<ConsoleKey>(dictionaries['zh-CN']),
  en: createText<ConsoleKey>(dictionaries.en),
};

const REMEMBERED = 'console.locale';

function firstLocale(): Locale {
  const remembered = localStorage.getItem(REMEMBERED);
  return locales.find((each) => each === remembered) ?? pickLocale(navigator.languages);
}

type Language = { readonly locale: Locale; speak(locale: Locale): void };

export const useLanguage = create<Language>((set) => ({
  locale: firstLocale(),
  speak(locale) {
    localStorage.setItem(REMEMBERED, locale);
    document.documentElement.lang = locale;
    set({ locale });
  },
}));

export function useText(): ConsoleText {
  return texts[useLanguage((language) => language.locale)];
}

/** What went wrong and what to do, in the user's words. */
export const errorText = (t: ConsoleText, error: AppError): string => t(`error.${error.code}`, error.params);
