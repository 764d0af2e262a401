import './caption-fonts.css';
import {
  type CaptionChoice,
  choiceIndex,
  choicesAmong,
  shownLanguages,
} from '../../../shared/caption/choice.ts';
import type { TeachingLanguage } from '../../../shared/caption/language.ts';
import type { CaptionsShownKey } from '../../../shared/text/captions-shown.en.ts';
import type { Text } from '../../../shared/text/text.ts';
import { captionName } from './caption-name.ts';

type Props = {
  readonly there: readonly TeachingLanguage[];
  /** Null before anybody has said. */
  readonly choice: CaptionChoice | null;
  readonly onChoose: (choice: CaptionChoice) => void;
  readonly label: string;
  readonly text: Text<CaptionsShownKey>;
};

/** Captions off, in all languages that there are, or in one of them. */
export function CaptionSelect({ there, choice, onChoose, label, text }: Props) {
  const choices = choicesAmong(there);
  return (
    <label className="caption-select">
      {label}
      <select
        value={choice === null ? 0 : choiceIndex(choice, there)}
        onChange={(event) => onChoose(choices[Number(event.currentTarget.value)] ?? choices[0])}
      >
        {choices.map((each, index) => (
          <option key={shownLanguages(each, there).join(' ')} value={index}>
            {captionName(each, there, text)}
          </option>
        ))}
      </select>
    </label>
  );
}
