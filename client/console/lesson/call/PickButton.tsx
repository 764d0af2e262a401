import { Button } from 'antd';
import { useState } from 'react';
import type { AppError } from '../../../../shared/kernel/errors.ts';
import type { SessionId } from '../../../../shared/kernel/ids.ts';
import { useReadable } from '../../../ui/use-readable.ts';
import { errorText, useText } from '../../text.ts';
import { useLive } from '../live-context.ts';

/** A pick that comes later than this opens a microphone that nobody asked for any more. */
const PICK_LIVES_MS = 10_000;

/** 随机点名: chance picks a room and calls it on stage, in one action. */
export function PickButton({ sessionId }: { readonly sessionId: SessionId }) {
  const t = useText();
  const live = useLive();
  const [error, setError] = useState<AppError | null>(null);
  const isPicking = useReadable(live.pending).some(({ name }) => name === 'stage.pick');
  const pick = () => {
    setError(null);
    const timer = setTimeout(() => {
      for (const { name, commandId } of live.pending.get())
        if (name === 'stage.pick') live.abandon(commandId);
    }, PICK_LIVES_MS);
    void live.command('stage.pick', { sessionId }).then((result) => {
      clearTimeout(timer);
      setError(result.ok ? null : result.error);
    });
  };
  return (
    <span className="own-turns">
      {error !== null && (
        <span role="alert" className="call-words">
          {error.code === 'TIMEOUT' ? t('call.late') : errorText(t, error)}
        </span>
      )}
      <Button loading={isPicking} title={t('pick.how')} onClick={pick}>
        {t(isPicking ? 'pick.doing' : 'pick.do')}
      </Button>
    </span>
  );
}
