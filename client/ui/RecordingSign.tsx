import './recording-sign.css';
import type { RecordingView } from '../../shared/session/session.recording.ts';
import type { RecordingKey } from '../../shared/text/recording.en.ts';

type Props = {
  readonly recording: RecordingView | undefined;
  readonly text: (key: RecordingKey) => string;
};

/** The one sign of recording 录制中, on every page: a red dot and the word; hollow while nothing is written. */
export function RecordingSign({ recording, text }: Props) {
  if (recording === undefined) return null;
  const words =
    recording.state === 'running'
      ? 'recording.on'
      : recording.cause === 'disk'
        ? 'recording.rests.disk'
        : 'recording.rests';
  return (
    <span className="recording-sign" role="status" data-state={recording.state}>
      <i aria-hidden="true" />
      {text(words)}
    </span>
  );
}
