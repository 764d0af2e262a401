import type { UseQueryResult } from '@tanstack/react-query';
import { Button, Drawer, type TableColumnsType } from 'antd';
import type { Delivery } from '../../../shared/outbox.ts';
import { webhookEvent } from '../../../shared/webhook.ts';
import { appErrorOf } from '../api/ask.ts';
import { dateTimeText } from '../shell/format.ts';
import { Loaded } from '../shell/Loaded.tsx';
import { PaperTable } from '../shell/PaperTable.tsx';
import { Trouble } from '../shell/Trouble.tsx';
import { useLanguage, useText } from '../text.ts';
import { wordsOf } from './open.model.ts';

type DeliveriesProps = {
  readonly name: string;
  readonly query: UseQueryResult<{ readonly deliveries: readonly Delivery[] }>;
  /** Why one could not be sent again. */
  readonly error: Error | null;
  readonly onResend: (deliveryId: string) => void;
  readonly onClose: () => void;
};

/** Letters to one address and how they went. */
export function Deliveries({ name, query, error, onResend, onClose }: DeliveriesProps) {
  const t = useText();
  return (
    <Drawer open onClose={onClose} title={t('delivery.title', { name })} size={860} destroyOnHidden>
      <div className="stack">
        <p className="quiet">{t('delivery.lead')}</p>
        {error !== null && <Trouble error={appErrorOf(error)} />}
        <Loaded query={query}>
          {({ deliveries }) => <DeliveryTable deliveries={deliveries} onResend={onResend} />}
        </Loaded>
      </div>
    </Drawer>
  );
}

type TableProps = {
  readonly deliveries: readonly Delivery[];
  readonly onResend: (deliveryId: string) => void;
};

function DeliveryTable({ deliveries, onResend }: TableProps) {
  const t = useText();
  const locale = useLanguage((language) => language.locale);
  const columns: TableColumnsType<Delivery> = [
    {
      title: t('delivery.when'),
      key: 'when',
      render: (_, { createdAtMs }) => dateTimeText(createdAtMs, locale),
    },
    {
      title: t('delivery.event'),
      key: 'event',
      render: (_, { event }) => {
        const known = webhookEvent.options.find((each) => each === event);
        return t(known === undefined ? 'webhook.event.test' : `webhook.event.${known}`);
      },
    },
    { title: t('delivery.state'), key: 'state', render: (_, each) => <How delivery={each} /> },
    {
      key: 'acts',
      render: (_, { id, state }) =>
        state.state === 'dead' && (
          <span className="open-acts">
            <Button type="link" onClick={() => onResend(id)}>
              {t('delivery.resend')}
            </Button>
          </span>
        ),
    },
  ];
  return (
    <PaperTable
      label={t('webhook.deliveries')}
      rowKey="id"
      columns={columns}
      rows={deliveries}
      minWidthPx={640}
      empty={t('delivery.empty')}
    />
  );
}

function How({ delivery }: { readonly delivery: Delivery }) {
  const t = useText();
  const locale = useLanguage((language) => language.locale);
  const { key, atMs, failure } = wordsOf(delivery);
  return (
    <>
      {t(key, { time: dateTimeText(atMs, locale) })}
      {failure !== null && (
        <>
          <br />
          <span className="quiet">
            {t('delivery.tries', { count: delivery.tryCount })} · {t(failure.key, { status: failure.status })}
          </span>
        </>
      )}
    </>
  );
}
