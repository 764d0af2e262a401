import { App, Button } from 'antd';
import { useState } from 'react';
import type { SessionId } from '../../../shared/kernel/ids.ts';
import { errorText, useText } from '../text.ts';
import { useLive } from './live-context.ts';

type EndProps = {
  readonly sessionId: SessionId;
  /** A lesson with its rooms, or a seminar of teachers. */
  readonly of?: 'end' | 'seminarEnd';
};

export function EndButton({ sessionId, of = 'end' }: EndProps) {
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
      title: t(`${of}.title`),
      content: t(`${of}.lead`),
      okText: t(`${of}.confirm`),
      okButtonProps: { danger: true },
      cancelText: t(`${of}.stay`),
      onOk: () => void end(),
    });
  return (
    <Button size="large" danger loading={ending} onClick={ask}>
      {t(`${of}.button`)}
    </Button>
  );
}
