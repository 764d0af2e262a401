import { App, Button } from 'antd';
import { useText } from '../../text.ts';
import { useMode } from './mode.ts';

/** Back to the view with rooms and hands. Asks first: pupils look at this panel. */
export function DeskButton() {
  const t = useText();
  const { modal } = App.useApp();
  const { choose } = useMode();
  const ask = () =>
    void modal.confirm({
      title: t('panel.backTitle'),
      content: t('panel.backLead'),
      okText: t('panel.back'),
      cancelText: t('panel.stay'),
      autoFocusButton: 'cancel',
      onOk: () => choose('desk'),
    });
  return (
    <Button size="large" onClick={ask}>
      {t('panel.back')}
    </Button>
  );
}
