import { Alert, Button, Dropdown } from 'antd';
import { mayRecordStage } from '../../../shared/session/session.policy.ts';
import type { JoinedSession } from '../../live/live.types.ts';
import { useReadable } from '../../ui/use-readable.ts';
import { useText } from '../text.ts';
import { isAsked, useSteer } from './board/useSteer.ts';
import { useLive } from './live-context.ts';

type Props = { readonly session: JoinedSession };

/** Begins and ends the recording of the lesson, where its kind lets that be with the stage; whether it runs is said by the sign above. */
export function RecordButton({ session }: Props) {
  const t = useText();
  const steer = useSteer(session.sessionId);
  const pending = useReadable(useLive().pending);
  const { lesson } = session.view;
  const on = lesson.recording !== undefined;
  const asks = !on && mayRecordStage(lesson);
  const button = (
    <Button
      size="large"
      aria-pressed={on}
      title={t('recording.how')}
      loading={isAsked(pending, 'recording.start') || isAsked(pending, 'recording.stop')}
      {...(asks ? {} : { onClick: () => steer.record(on ? 'nothing' : 'lead') })}
    >
      {t(on ? 'recording.stop' : 'recording.start')}
    </Button>
  );
  if (!asks) return button;
  const choices = (['lead', 'stage'] as const).map((what) => ({
    key: what,
    label: t(`recording.start.${what}`),
    onClick: () => steer.record(what),
  }));
  return (
    <Dropdown trigger={['click']} placement="top" menu={{ items: choices }}>
      {button}
    </Dropdown>
  );
}

/** Only the person in front of the console can have somebody make room, or take another browser. */
export function RecordingAlarm({ session }: Props) {
  const t = useText();
  const { recording } = session.view.lesson;
  if (recording === undefined) return null;
  return (
    <>
      {recording.state === 'interrupted' && recording.cause === 'disk' && (
        <Alert type="error" showIcon banner role="alert" title={t('recording.disk')} />
      )}
      {recording.missed?.map((source) => (
        <Alert
          key={source}
          type="warning"
          showIcon
          banner
          role="alert"
          title={t(`recording.missed.${source}`)}
        />
      ))}
    </>
  );
}
