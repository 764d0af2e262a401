import { App } from 'antd';
import { useEffect } from 'react';
import { useBlocker } from 'react-router';
import { useText } from '../text.ts';

/** A lesson is not left by accident: going away takes picture and voice from the rooms, but ends nothing. */
export function LeaveGuard() {
  const t = useText();
  const { modal } = App.useApp();
  const blocker = useBlocker(
    ({ nextLocation, currentLocation }) => nextLocation.pathname !== currentLocation.pathname,
  );
  useEffect(() => {
    if (blocker.state !== 'blocked') return;
    const shown = modal.confirm({
      title: t('leave.title'),
      content: t('leave.lead'),
      okText: t('leave.go'),
      cancelText: t('leave.stay'),
      autoFocusButton: 'cancel',
      onOk: () => blocker.proceed(),
      onCancel: () => blocker.reset(),
    });
    return () => shown.destroy();
  }, [blocker, modal, t]);
  useEffect(() => {
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', warn);
    return () => window.removeEventListener('beforeunload', warn);
  }, []);
  return null;
}
