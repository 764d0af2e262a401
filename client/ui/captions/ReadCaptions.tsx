import { shownLanguages } from '../../../shared/caption/choice.ts';
import type { CaptionsView } from '../../../shared/session/session.caption.ts';
import type { CaptionsShownKey } from '../../../shared/text/captions-shown.en.ts';
import type { Text } from '../../../shared/text/text.ts';
import { type CaptionNow, captionsIn, captionsNow } from '../../live/captions/captions.rules.ts';
import { CaptionLines } from './CaptionLines.tsx';
import { CaptionSelect } from './CaptionSelect.tsx';
import { useCaptionChoice } from './use-caption-choice.ts';

type SwitchProps = {
  readonly captions: CaptionsView | undefined;
  readonly text: Text<CaptionsShownKey>;
  readonly label?: string;
};

/** What this device shows of a lesson's captions; not there while nobody has typed any. */
export function CaptionSwitch({ captions, text, label = text('captions.title') }: SwitchProps) {
  const [choice, choose] = useCaptionChoice();
  if (captions === undefined) return null;
  const there = captions.map(({ language }) => language);
  return <CaptionSelect {...{ there, choice, label, text }} onChoose={choose} />;
}

/** The lines themselves; nothing while they are switched off here. */
export function ChosenCaptions({ captions }: { readonly captions: readonly CaptionNow[] | null }) {
  const [choice] = useCaptionChoice();
  if (captions === null || choice === null) return null;
  const languages = shownLanguages(
    choice,
    captions.map(({ language }) => language),
  );
  return languages.length === 0 ? null : <CaptionLines captions={captionsIn(captions, languages)} />;
}

export type ReadProps = Omit<SwitchProps, 'label'> & {
  readonly nowMs: number;
  /** The switch stands somewhere else. */
  readonly linesOnly?: boolean;
};

/** 字幕 of a running lesson for one person: the lines, and what is shown of them. */
export function ReadCaptions({ captions, text, nowMs, linesOnly = false }: ReadProps) {
  return (
    <div className="caption-read">
      <ChosenCaptions captions={captionsNow(captions, nowMs)} />
      {!linesOnly && <CaptionSwitch captions={captions} text={text} />}
    </div>
  );
}
