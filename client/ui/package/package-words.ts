import type { ReplayChapter } from '../../../shared/recording.ts';
import type { PackageKey } from '../../../shared/text/package.en.ts';
import { createText, type Locale, type Text } from '../../../shared/text/text.ts';
import type { Pack } from '../../live/package/package.rules.ts';
import type { PageWords } from '../../live/package/package-page.rules.ts';

export type PackageText = Text<PackageKey>;

const WHEN = { dateStyle: 'long', timeStyle: 'short' } as const;

export const lessonTitle = ({ replay: { subject, grade } }: Pack): string =>
  [subject, grade].filter((each) => each !== '').join(' · ');

export const startText = ({ replay }: Pack): string =>
  new Date(replay.startedAtMs).toLocaleString(document.documentElement.lang, WHEN);

/** The page of a package speaks as the page does by which it was fetched. */
export function pageWordsOf(pack: Pack, text: PackageText): PageWords {
  const { lecturerName: teacher, schoolName: school } = pack.replay;
  return {
    lang: document.documentElement.lang,
    title: lessonTitle(pack),
    about: text('package.page.about', { teacher, school, start: startText(pack) }),
    chapters: text('package.page.chapters'),
    files: text('package.page.files'),
    shown: text('package.page.shown'),
    chapter: (chapter) => chapterWords(chapter, text),
    slide: (name, page) => text('package.page.slide', { name, page }),
  };
}

function chapterWords(chapter: ReplayChapter, text: PackageText): string {
  const { kind, page = '', number = '', roomName = '', text: words = '' } = chapter;
  return text(`package.chapter.${kind}`, { page, number, room: roomName, text: words }).trim();
}

/** Only whoever takes something along fetches its words. */
export async function loadPackageText(locale: Locale): Promise<PackageText> {
  return createText(
    locale === 'en'
      ? (await import('../../../shared/text/package.en.ts')).packageEn
      : (await import('../../../shared/text/package.zh-CN.ts')).packageZhCn,
  );
}
