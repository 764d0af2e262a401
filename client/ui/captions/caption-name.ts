import { type CaptionChoice, shownLanguages } from '../../../shared/caption/choice.ts';
import { ownNames, type TeachingLanguage } from '../../../shared/caption/language.ts';
import type { CaptionsShownKey } from '../../../shared/text/captions-shown.en.ts';
import type { Text } from '../../../shared/text/text.ts';

/** Each language as those call it who read it. */
export function captionName(
  choice: CaptionChoice,
  there: readonly TeachingLanguage[],
  text: Text<CaptionsShownKey>,
): string {
  const names = shownLanguages(choice, there).map((each) => ownNames[each]);
  return names.length === 0 ? text('captions.off') : names.join(' + ');
}
