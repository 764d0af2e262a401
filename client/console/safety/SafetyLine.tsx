import { Alert, Button } from 'antd';
import type { Me } from '../../../shared/person.ts';
import { useText } from '../text.ts';
import { useSent } from './safety-sent.ts';

/** How far what this PC has kept of lessons is on its way into their recordings; nothing to see where nothing is kept. */
export function SafetyLine({ me }: { readonly me: Pick<Me, 'personId'> }) {
  const t = useText();
  const { sent, forget } = useSent(me.personId);
  if (sent === null) return null;
  const { state, sending, old } = sent;
  const { doneCount: done, leftCount: left } = sending;
  if (state === 'sending' && left > 0)
    return <Alert banner type="info" role="status" title={t('safety.sending', { done, left })} />;
  if (left > 0) return <Alert banner type="warning" role="status" title={t('safety.waits', { left })} />;
  if (old.length > 0)
    return (
      <Alert
        banner
        type="warning"
        role="status"
        title={t('safety.old', { count: old.length })}
        action={<Button onClick={() => void forget()}>{t('safety.delete')}</Button>}
      />
    );
  if (done > 0) return <Alert banner type="success" role="status" title={t('safety.done', { done })} />;
  return null;
}
