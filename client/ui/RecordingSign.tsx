import './recording-sign.css';
import type { RecordingView } from '../../shared/session/session.recording.ts';
import type { RecordingKey } from '../../shared/text/recording.en.ts';
import type { RecordedHere } from './recorded-here.ts';

type Props = {
  readonly recording: RecordingView | undefined;
  /** Whoever looks at this page is recorded themselves. */
  readonly here?: RecordedHere;
  readonly text: (key: RecordingKey) => string;
};

/** The one sign of recording 录制中, on every page: a red dot and the word; hollow while nothing is written. */
export function RecordingSign({ recording, here = null, text }: Props) {
  if (recording === undefined) return null;
  return (
    <span className="recording-sign" role="status" data-state={recording.state}>
      <i aria-hidden="true" />
      {text(wordsOf(recording, here))}
    </span>
  );
}

function wordsOf(recording: RecordingView, here: RecordedHere): RecordingKey {
  if (recording.state === 'interrupted')
    return recording.cause === 'disk' ? 'recording.rests.disk' : 'recording.rests';
  if (here !== null) return `recording.on.${here}`;
  return recording.stage === true ? 'recording.on.stage' : 'recording.on';
}
