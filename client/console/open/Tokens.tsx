import { Button, Drawer, Form, Input, Popconfirm, type TableColumnsType } from 'antd';
import { useState } from 'react';
import type { OpenToken } from '../../../shared/open.ts';
import { appErrorOf } from '../api/ask.ts';
import { useAnswer, useSubmit } from '../api/queries.ts';
import { useRouteForm } from '../api/useRouteForm.ts';
import { dateTimeText } from '../shell/format.ts';
import { Loaded } from '../shell/Loaded.tsx';
import { PaperTable } from '../shell/PaperTable.tsx';
import { Trouble } from '../shell/Trouble.tsx';
import { useLanguage, useText } from '../text.ts';
import { askedAs, type Place, toBody } from './open.model.ts';
import { PlaceInput } from './PlaceInput.tsx';
import { Secret } from './Secret.tsx';

/** Tokens 令牌 by which other systems read figures. */
export function Tokens({ home }: { readonly home: Place }) {
  const t = useText();
  const [making, setMaking] = useState(false);
  const list = useAnswer('openToken.list', {});
  return (
    <section className="open-part">
      <header className="open-head">
        <h2>{t('openToken.title')}</h2>
        <span className="open-acts">
          <Button href="/docs#open.report" target="_blank">
            {t('openToken.docs')}
          </Button>
          <Button type="primary" onClick={() => setMaking(true)}>
            {t('openToken.make')}
          </Button>
        </span>
      </header>
      <p className="page-lead">{t('openToken.lead')}</p>
      <Loaded query={list}>{({ tokens }) => <TokenTable tokens={tokens} />}</Loaded>
      {making && <MakeToken home={home} onClose={() => setMaking(false)} />}
    </section>
  );
}

function TokenTable({ tokens }: { readonly tokens: readonly OpenToken[] }) {
  const t = useText();
  const locale = useLanguage((language) => language.locale);
  const revoke = useSubmit('openToken.revoke', { refresh: ['openToken.list'] });
  const columns: TableColumnsType<OpenToken> = [
    { title: t('open.name'), key: 'name', dataIndex: 'name' },
    { title: t('open.place'), key: 'scope', dataIndex: 'scopeName' },
    {
      title: t('open.made'),
      key: 'made',
      render: (_, { createdAtMs, createdByName }) =>
        `${dateTimeText(createdAtMs, locale)} · ${createdByName}`,
    },
    {
      title: t('openToken.used'),
      key: 'used',
      render: (_, { lastUsedAtMs }) =>
        lastUsedAtMs === null ? t('openToken.never') : dateTimeText(lastUsedAtMs, locale),
    },
    {
      title: t('open.acts'),
      key: 'acts',
      render: (_, { id, name }) => (
        <span className="open-acts">
          <Popconfirm
            title={t('openToken.revokeAsk', { name })}
            okText={t('openToken.revoke')}
            cancelText={t('app.cancel')}
            onConfirm={() => revoke.mutate({ openTokenId: id })}
          >
            <Button type="link" danger>
              {t('openToken.revoke')}
            </Button>
          </Popconfirm>
        </span>
      ),
    },
  ];
  return (
    <>
      {revoke.isError && <Trouble error={appErrorOf(revoke.error)} />}
      <PaperTable
        label={t('openToken.title')}
        rowKey="id"
        columns={columns}
        rows={tokens}
        minWidthPx={720}
        empty={t('openToken.empty')}
      />
    </>
  );
}

type MakeProps = { readonly home: Place; readonly onClose: () => void };

function MakeToken({ home, onClose }: MakeProps) {
  const t = useText();
  const make = useRouteForm('openToken.create', {
    toBody: toBody<{ name?: string; place?: Place }>,
    askedAs,
    refresh: ['openToken.list'],
  });
  return (
    <Drawer open onClose={onClose} title={t('openToken.make')} size={480} destroyOnHidden>
      {make.answer === undefined ? (
        <Form {...make.formProps} initialValues={{ place: home }}>
          <Form.Item name="name" label={t('open.name')} extra={t('open.nameHelp')}>
            <Input />
          </Form.Item>
          <Form.Item name="place" label={t('open.place')}>
            <PlaceInput />
          </Form.Item>
          {make.error && <Trouble error={make.error} />}
          <Button type="primary" htmlType="submit" loading={make.pending}>
            {t('openToken.make')}
          </Button>
        </Form>
      ) : (
        <Secret label={t('openToken.secret')} secret={make.answer.secret} />
      )}
    </Drawer>
  );
}
