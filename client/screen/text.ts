import { createContext, useContext } from 'react';
import type { ErrorCode } from '../../shared/kernel/errors.ts';
import type { CaptionsShownKey } from '../../shared/text/captions-shown.en.ts';
import type { CoursewareWallKey } from '../../shared/text/courseware-wall.en.ts';
import type { LadderKey } from '../../shared/text/ladder.en.ts';
import type { PlayingKey } from '../../shared/text/playing.en.ts';
import type { QuestionKey } from '../../shared/text/question.en.ts';
import type { RecordingKey } from '../../shared/text/recording.en.ts';
import type { ScreenKey } from '../../shared/text/screen.en.ts';
import type { ScreenCaptionsKey } from '../../shared/text/screen-captions.en.ts';
import type { ScreenToolsKey } from '../../shared/text/screen-tools.en.ts';
import { createText, type Locale, locales, pickLocale, type Text } from '../../shared/text/text.ts';
import type { VoiceKey } from '../../shared/text/voice.en.ts';

export type ScreenText = Text<
  | RecordingKey
  | PlayingKey
  | ScreenKey
  | ScreenToolsKey
  | ScreenCaptionsKey
  | CaptionsShownKey
  | LadderKey
  | QuestionKey
  | CoursewareWallKey
  | VoiceKey
  | `error.${ErrorCode}`
>;

const context = createContext<ScreenText | null>(null);
export const TextProvider = context.Provider;

export function useText(): ScreenText {
  const text = useContext(context);
  if (text === null) throw new Error('useText outside its provider');
  return text;
}

/** `?lang=en` in the start address, else the browser's own wish. */
export function localeOf(search: string, wanted: readonly string[]): Locale {
  const asked = new URLSearchParams(search).get('lang');
  return locales.find((locale) => locale === asked) ?? pickLocale(wanted);
}

/** Only the language that is spoken is fetched. */
export async function loadText(locale: Locale): Promise<ScreenText> {
  const dictionary =
    locale === 'en' ? (await import('./text.en.ts')).textEn : (await import('./text.zh-CN.ts')).textZhCn;
  return createText(dictionary);
}
