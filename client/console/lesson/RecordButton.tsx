import { Alert, Button } from 'antd';
import type { JoinedSession } from '../../live/live.types.ts';
import { useReadable } from '../../ui/use-readable.ts';
import { useText } from '../text.ts';
import { isAsked, useSteer } from './board/useSteer.ts';
import { useLive } from './live-context.ts';

type Props = { readonly session: JoinedSession };

/** Begins and ends the recording of the lesson; whether it runs is said by the sign above. */
export function RecordButton({ session }: Props) {
  const t = useText();
  const steer = useSteer(session.sessionId);
  const pending = useReadable(useLive().pending);
  const on = session.view.lesson.recording !== undefined;
  return (
    <Button
      size="large"
      aria-pressed={on}
      title={t('recording.how')}
      loading={isAsked(pending, 'recording.start') || isAsked(pending, 'recording.stop')}
      onClick={() => steer.record(!on)}
    >
      {t(on ? 'recording.stop' : 'recording.start')}
    </Button>
  );
}

/** Only the person in front of the console can have somebody make room. */
export function RecordingAlarm({ session }: Props) {
  const t = useText();
  const { recording } = session.view.lesson;
  if (recording?.state !== 'interrupted' || recording.cause !== 'disk') return null;
  return <Alert type="error" showIcon banner role="alert" title={t('recording.disk')} />;
}
