import { useQuery } from '@tanstack/react-query';
import { Button, Tag } from 'antd';
import { useState } from 'react';
import { askOrThrow } from '../api/ask.ts';
import { useSubmit } from '../api/queries.ts';
import { useText } from '../text.ts';
import { Deliveries } from './Deliveries.tsx';

const ASK_AGAIN_MS = 10_000;

/** The store of learning records, for administrators of the whole tree; nothing for everybody else. */
export function RecordStore() {
  const t = useText();
  const [shown, setShown] = useState(false);
  const read = useQuery({
    queryKey: ['xapi.read', {}],
    queryFn: () => askOrThrow('xapi.read', {}),
    select: ({ lrs }) => ({ lrs, deliveries: lrs?.deliveries ?? [] }),
    refetchInterval: ({ state }) => (state.data == null ? false : ASK_AGAIN_MS),
    retry: false,
  });
  const resend = useSubmit('xapi.resend', { refresh: ['xapi.read'] });
  if (read.data === undefined) return null;
  const { lrs } = read.data;
  return (
    <section className="open-part">
      <header className="open-head">
        <h2>{t('xapi.title')}</h2>
        {lrs !== null && <Button onClick={() => setShown(true)}>{t('webhook.deliveries')}</Button>}
      </header>
      <p className="page-lead">{lrs === null ? t('xapi.none') : t('xapi.lead', { url: lrs.url })}</p>
      {lrs !== null && (
        <p className="open-tags">
          {lrs.waitingCount > 0 && (
            <Tag color="warning">{t('webhook.waiting', { count: lrs.waitingCount })}</Tag>
          )}
          {lrs.deadCount > 0 && <Tag color="error">{t('webhook.dead', { count: lrs.deadCount })}</Tag>}
        </p>
      )}
      {shown && (
        <Deliveries
          name={t('xapi.title')}
          query={read}
          error={resend.error}
          onResend={(deliveryId) => resend.mutate({ deliveryId })}
          onClose={() => setShown(false)}
        />
      )}
    </section>
  );
}
