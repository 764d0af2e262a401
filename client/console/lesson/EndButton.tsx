import { App, Button } from 'antd';
import { useState } from 'react';
import type { SessionId } from '../../../shared/kernel/ids.ts';
import { errorText, useText } from '../text.ts';
import { useLive } from './live-context.ts';

export function EndButton({ sessionId }: { readonly sessionId: SessionId }) {
  const t = useText();
  const live = useLive();
  const { modal, message } = App.useApp();
  const [ending, setEnding] = useState(false);
  const end = async () => {
    setEnding(true);
    const result = await live.command('session.end', { sessionId });
    setEnding(false);
    if (!result.ok) void message.error(errorText(t, result.error));
  };
  const ask = () =>
    void modal.confirm({
      title: t('end.title'),
      content: t('end.lead'),
      okText: t('end.confirm'),
      okButtonProps: { danger: true },
      cancelText: t('end.stay'),
      onOk: () => void end(),
    });
  return (
    <Button size="large" danger loading={ending} onClick={ask}>
      {t('end.button')}
    </Button>
  );
}
