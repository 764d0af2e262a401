import { App, Button, Popconfirm, type TableColumnsType, Tag } from 'antd';
import { useState } from 'react';
import type { Webhook } from '../../../shared/webhook.ts';
import { appErrorOf } from '../api/ask.ts';
import { useAnswer, useSubmit } from '../api/queries.ts';
import { Loaded } from '../shell/Loaded.tsx';
import { PaperTable } from '../shell/PaperTable.tsx';
import { Trouble } from '../shell/Trouble.tsx';
import { useText } from '../text.ts';
import { Deliveries } from './Deliveries.tsx';
import { MakeWebhook } from './MakeWebhook.tsx';
import { type Place, wordsOf } from './open.model.ts';

/** Addresses 推送地址 that are told of events. */
export function Webhooks({ home }: { readonly home: Place }) {
  const t = useText();
  const [making, setMaking] = useState(false);
  const [shown, setShown] = useState<Webhook | null>(null);
  const list = useAnswer('webhook.list', {}, { everyMs: 10_000 });
  return (
    <section className="open-part">
      <header className="open-head">
        <h2>{t('webhook.title')}</h2>
        <Button type="primary" onClick={() => setMaking(true)}>
          {t('webhook.make')}
        </Button>
      </header>
      <p className="page-lead">{t('webhook.lead')}</p>
      <Loaded query={list}>{({ webhooks }) => <WebhookTable webhooks={webhooks} onShow={setShown} />}</Loaded>
      {making && <MakeWebhook home={home} onClose={() => setMaking(false)} />}
      {shown !== null && <WebhookLetters webhook={shown} onClose={() => setShown(null)} />}
    </section>
  );
}

type TableProps = { readonly webhooks: readonly Webhook[]; readonly onShow: (webhook: Webhook) => void };

function WebhookTable({ webhooks, onShow }: TableProps) {
  const t = useText();
  const columns: TableColumnsType<Webhook> = [
    {
      title: t('open.name'),
      key: 'name',
      render: (_, { name, url }) => (
        <>
          {name}
          <br />
          <span className="quiet open-url">{url}</span>
        </>
      ),
    },
    { title: t('open.place'), key: 'scope', dataIndex: 'scopeName' },
    {
      title: t('webhook.events'),
      key: 'events',
      render: (_, { events }) => events.map((each) => t(`webhook.event.${each}`)).join(t('app.listComma')),
    },
    {
      title: t('webhook.state'),
      key: 'state',
      render: (_, { paused, waitingCount, deadCount }) => (
        <span className="open-tags">
          <Tag color={paused ? 'default' : 'success'}>{t(paused ? 'webhook.paused' : 'webhook.active')}</Tag>
          {waitingCount > 0 && <Tag color="warning">{t('webhook.waiting', { count: waitingCount })}</Tag>}
          {deadCount > 0 && <Tag color="error">{t('webhook.dead', { count: deadCount })}</Tag>}
        </span>
      ),
    },
    { title: t('open.acts'), key: 'acts', render: (_, each) => <Acts webhook={each} onShow={onShow} /> },
  ];
  return (
    <PaperTable
      label={t('webhook.title')}
      rowKey="id"
      columns={columns}
      rows={webhooks}
      minWidthPx={900}
      empty={t('webhook.empty')}
    />
  );
}

function Acts({ webhook, onShow }: { readonly webhook: Webhook; readonly onShow: TableProps['onShow'] }) {
  const t = useText();
  const { message } = App.useApp();
  const { id, name, paused } = webhook;
  const refresh = ['webhook.list', 'webhook.deliveries'] as const;
  const pause = useSubmit('webhook.pause', { refresh });
  const remove = useSubmit('webhook.remove', { refresh });
  const test = useSubmit('webhook.test', {
    refresh,
    onDone: (delivery) => {
      const { failure } = wordsOf(delivery);
      if (failure === null) void message.success(t('webhook.testSent'));
      else void message.error(t(failure.key, { status: failure.status }));
    },
  });
  const refused = pause.error ?? remove.error ?? test.error;
  return (
    <>
      <span className="open-acts">
        <Button type="link" loading={test.isPending} onClick={() => test.mutate({ webhookId: id })}>
          {t('webhook.test')}
        </Button>
        <Button type="link" onClick={() => onShow(webhook)}>
          {t('webhook.deliveries')}
        </Button>
        <Button
          type="link"
          loading={pause.isPending}
          onClick={() => pause.mutate({ webhookId: id, paused: !paused })}
        >
          {t(paused ? 'webhook.resume' : 'webhook.pause')}
        </Button>
        <Popconfirm
          title={t('webhook.removeAsk', { name })}
          okText={t('webhook.remove')}
          cancelText={t('app.cancel')}
          onConfirm={() => remove.mutate({ webhookId: id })}
        >
          <Button type="link" danger>
            {t('webhook.remove')}
          </Button>
        </Popconfirm>
      </span>
      {refused && <Trouble error={appErrorOf(refused)} />}
    </>
  );
}

function WebhookLetters({ webhook, onClose }: { readonly webhook: Webhook; readonly onClose: () => void }) {
  const refresh = ['webhook.list', 'webhook.deliveries'] as const;
  const list = useAnswer('webhook.deliveries', { webhookId: webhook.id }, { everyMs: 5_000 });
  const resend = useSubmit('webhook.resend', { refresh });
  return (
    <Deliveries
      name={webhook.name}
      query={list}
      error={resend.error}
      onResend={(deliveryId) => resend.mutate({ webhookId: webhook.id, deliveryId })}
      onClose={onClose}
    />
  );
}
