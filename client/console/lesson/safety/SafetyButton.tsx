import { Button } from 'antd';
import type { JoinedSession } from '../../../live/live.types.ts';
import { useText } from '../../text.ts';
import { useSafety } from './safety-copying.ts';

/** 本机备份: shown while the lesson is recorded. Its words say whether anything is being kept. */
export function SafetyButton({ session }: { readonly session: JoinedSession }) {
  const t = useText();
  const { on, now, choose } = useSafety();
  if (session.view.lesson.recording === undefined) return null;
  const failed = on && (now.state === 'full' || now.state === 'unable');
  return (
    <Button
      size="large"
      danger={failed}
      aria-pressed={on}
      title={t(failed ? `safety.how.${now.state}` : 'safety.how')}
      onClick={() => choose(!on)}
    >
      {t(on ? `safety.${now.state}` : 'safety.off')}
    </Button>
  );
}
