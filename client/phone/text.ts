import { createContext, useContext } from 'react';
import type { ErrorCode } from '../../shared/kernel/errors.ts';
import type { AttentionKey } from '../../shared/text/attention.en.ts';
import type { CaptionsShownKey } from '../../shared/text/captions-shown.en.ts';
import type { CoursewareWallKey } from '../../shared/text/courseware-wall.en.ts';
import type { LadderKey } from '../../shared/text/ladder.en.ts';
import type { LecternKey } from '../../shared/text/lectern.en.ts';
import type { LineKey } from '../../shared/text/line.en.ts';
import type { NoteKey } from '../../shared/text/note.en.ts';
import type { PhoneKey } from '../../shared/text/phone.en.ts';
import type { PlayingKey } from '../../shared/text/playing.en.ts';
import type { QuestionKey } from '../../shared/text/question.en.ts';
import type { RecordingKey } from '../../shared/text/recording.en.ts';
import type { RecordingMissedKey } from '../../shared/text/recording-missed.en.ts';
import { createText, type Locale, locales, pickLocale, type Text } from '../../shared/text/text.ts';
import type { VoiceKey } from '../../shared/text/voice.en.ts';
import type { WallsTextKey } from '../../shared/text/walls.en.ts';

export type PhoneText = Text<
  | PhoneKey
  | LadderKey
  | LecternKey
  | LineKey
  | NoteKey
  | AttentionKey
  | QuestionKey
  | RecordingKey
  | RecordingMissedKey
  | CaptionsShownKey
  | PlayingKey
  | CoursewareWallKey
  | VoiceKey
  | WallsTextKey
  | `error.${ErrorCode}`
>;

const context = createContext<PhoneText | null>(null);
export const TextProvider = context.Provider;

export function useText(): PhoneText {
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
export async function loadText(locale: Locale): Promise<PhoneText> {
  const dictionary =
    locale === 'en' ? (await import('./text.en.ts')).textEn : (await import('./text.zh-CN.ts')).textZhCn;
  return createText(dictionary);
}
