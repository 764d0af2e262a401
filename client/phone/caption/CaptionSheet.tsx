import './caption.css';
import {
  type CaptionChoice,
  choiceIndex,
  choicesAmong,
  shownLanguages,
} from '../../../shared/caption/choice.ts';
import { ownNames, type TeachingLanguage } from '../../../shared/caption/language.ts';
import type { CaptionsView } from '../../../shared/session/session.caption.ts';
import { ReadCaptions } from '../../ui/captions/ReadCaptions.tsx';
import { useText } from '../text.ts';

type Props = {
  /** Undefined while nobody has typed any, and in a recorded lesson, whose recording has its own. */
  readonly captions: CaptionsView | undefined;
  readonly recorded: boolean;
  /** What was chosen for the room's screen in this lesson. */
  readonly chosen: CaptionChoice | undefined;
  readonly nowMs: number;
  readonly onChoose: (choice: CaptionChoice) => void;
  readonly onBack: () => void;
};

/** 字幕 in the hand of the local teacher: what the class reads on the large screen, and what this phone shows. */
export function CaptionSheet({ captions, recorded, chosen, nowMs, onChoose, onBack }: Props) {
  const text = useText();
  const there = captions?.map(({ language }) => language) ?? [];
  const choices = choicesAmong(there);
  const current = chosen === undefined ? null : choiceIndex(chosen, there);
  return (
    <main className="page sheet-of-captions">
      <header>
        <p className="place">
          {text('captions.title')}
          <button type="button" className="leave" onClick={onBack}>
            {text('phone.who.back')}
          </button>
        </p>
      </header>
      <section className="block" aria-label={text('captions.onScreen')}>
        <h2>{text('captions.onScreen')}</h2>
        {choices.map((choice, index) => (
          <button
            key={shownLanguages(choice, there).join(' ') + String(choice.on)}
            type="button"
            aria-pressed={current === index}
            onClick={() => onChoose(choice)}
          >
            {choice.on
              ? nameOf(shownLanguages(choice, there)) || text('captions.onScreen.on')
              : text('captions.onScreen.off')}
          </button>
        ))}
        <p className="quiet">{text(recorded ? 'captions.onScreen.recorded' : 'captions.onScreen.how')}</p>
      </section>
      {!recorded && (
        <section className="block" aria-label={text('captions.here')}>
          <h2>{text('captions.here')}</h2>
          <ReadCaptions captions={captions} nowMs={nowMs} text={text} />
        </section>
      )}
    </main>
  );
}

const nameOf = (languages: readonly TeachingLanguage[]): string =>
  languages.map((each) => ownNames[each]).join(' + ');
