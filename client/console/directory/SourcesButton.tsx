import { Button, Drawer, Form, Input, Popconfirm, Radio, Switch } from 'antd';
import { useState } from 'react';
import {
  type SourceCard,
  type SourcePlace,
  type SourceStanding,
  sourceAddress,
} from '../../../shared/ingest.ts';
import { type RoomId, roomId as roomIdSchema } from '../../../shared/kernel/ids.ts';
import { appErrorOf } from '../api/ask.ts';
import { useAnswer, useSubmit } from '../api/queries.ts';
import { type ConsoleKey, errorText, useText } from '../text.ts';
import type { ActsProps } from './list/register.types.ts';
import { SourcePlayer } from './SourcePlayer.tsx';

const LOOK_MS = 3_000;

/** What equipment of a lecture room sends into its lessons. */
export function SourcesButton({ row }: ActsProps) {
  const t = useText();
  const [open, setOpen] = useState(false);
  const { ends, name } = row.fields;
  if (!Array.isArray(ends) || !ends.includes('lecture')) return null;
  return (
    <>
      <Button onClick={() => setOpen(true)}>{t('source.title')}</Button>
      <Drawer
        open={open}
        title={t('source.of', { name: String(name) })}
        onClose={() => setOpen(false)}
        size={520}
        destroyOnHidden
      >
        <Sources roomId={roomIdSchema.parse(row.id)} />
      </Drawer>
    </>
  );
}

function Sources({ roomId }: { readonly roomId: RoomId }) {
  const t = useText();
  const known = useAnswer('source.list', { roomId }, { everyMs: LOOK_MS });
  if (known.isError) return <p role="alert">{errorText(t, appErrorOf(known.error))}</p>;
  if (known.data === undefined) return null;
  const { sources, rtmpPort, player } = known.data;
  return (
    <div className="stack">
      <p>{t('source.about')}</p>
      {(['camera', 'content'] as const).map((place) => (
        <section key={place} aria-label={t(`source.${place}`)} className="stack">
          <h3>{t(`source.${place}`)}</h3>
          <Source
            {...{ roomId, place, rtmpPort }}
            card={sources.find((each) => each.place === place) ?? null}
          />
        </section>
      ))}
      <SourcePlayer roomId={roomId} player={player} />
    </div>
  );
}

type Values = {
  readonly kind: SourceCard['kind'] | 'none';
  readonly address?: string;
  readonly username?: string;
  readonly password?: string;
  readonly on?: boolean;
};
type SourceProps = {
  readonly roomId: RoomId;
  readonly place: SourcePlace;
  readonly card: SourceCard | null;
  readonly rtmpPort: number | null;
};

function Source({ roomId, place, card, rtmpPort }: SourceProps) {
  const t = useText();
  const [form] = Form.useForm<Values>();
  const kind = Form.useWatch('kind', form) ?? card?.kind ?? 'none';
  const [key, setKey] = useState<string | null>(null);
  const refresh = ['source.list'] as const;
  const save = useSubmit('source.set', { refresh, onDone: (answer) => setKey(answer.key) });
  const remove = useSubmit('source.remove', { refresh, onDone: () => setKey(null) });
  const renew = useSubmit('source.renewKey', { refresh, onDone: (answer) => setKey(answer.key) });
  const keyName = kind === 'rtmp' ? 'source.streamKey' : 'source.key';
  const failed = [save, remove, renew].find((each) => each.isError)?.error;
  const submit = ({ kind: wanted, address = '', username = '', password = '', on = true }: Values) => {
    if (wanted === 'none') {
      if (card !== null) remove.mutate({ roomId, place });
      return;
    }
    const keeps = card?.hasPassword === true && password === '';
    const wish = { place, kind: wanted, address, username, password: keeps ? null : password, on };
    save.mutate({ roomId, ...wish });
  };
  return (
    <Form<Values>
      form={form}
      layout="vertical"
      onFinish={submit}
      initialValues={{ on: true, ...card, kind: card?.kind ?? 'none' }}
    >
      {card !== null && (
        <Form.Item>
          <Standing card={card} />
        </Form.Item>
      )}
      <Form.Item name="kind" label={t('source.kind')}>
        <Radio.Group
          options={(['none', 'rtsp', 'rtmp', 'whip'] as const).map((value) => ({
            value,
            label: t(`source.kind.${value}`),
          }))}
        />
      </Form.Item>
      {kind === 'rtsp' && <Camera keeps={card?.hasPassword === true} />}
      {kind === 'whip' && (
        <Form.Item label={t('source.whipAddress')}>
          <code>{`${location.origin}/whip`}</code>
        </Form.Item>
      )}
      {kind === 'rtmp' && <RtmpAddress port={rtmpPort} />}
      {kind !== 'none' && (
        <Form.Item name="on" label={t('source.on')} valuePropName="checked">
          <Switch />
        </Form.Item>
      )}
      {key !== null && (
        <Form.Item label={t(keyName)}>
          <Input.TextArea readOnly autoSize value={key} aria-label={t(keyName)} />
        </Form.Item>
      )}
      {failed !== undefined && <p role="alert">{errorText(t, appErrorOf(failed))}</p>}
      <div className="button-row">
        <Button type="primary" htmlType="submit" loading={save.isPending || remove.isPending}>
          {t('source.save')}
        </Button>
        {(card?.kind === 'whip' || card?.kind === 'rtmp') && (
          <Popconfirm title={t('source.newKeySure')} onConfirm={() => renew.mutate({ roomId, place })}>
            <Button loading={renew.isPending}>{t('source.newKey')}</Button>
          </Popconfirm>
        )}
      </div>
    </Form>
  );
}

function RtmpAddress({ port }: { readonly port: number | null }) {
  const t = useText();
  if (port === null) return <p className="state state-bad">{t('source.rtmpOff')}</p>;
  return (
    <Form.Item label={t('source.rtmpAddress')} extra={t('source.rtmpHelp')}>
      <code>{`rtmp://${location.hostname}:${port}/live`}</code>
    </Form.Item>
  );
}

function Camera({ keeps }: { readonly keeps: boolean }) {
  const t = useText();
  const isAddress = async (_: unknown, value: unknown) => {
    if (!sourceAddress.safeParse(value).success) throw new Error(t('source.addressWrong'));
  };
  return (
    <>
      <Form.Item
        name="address"
        label={t('source.address')}
        extra={t('source.addressHelp')}
        rules={[{ validator: isAddress }]}
      >
        <Input maxLength={300} autoComplete="off" />
      </Form.Item>
      <Form.Item name="username" label={t('source.username')}>
        <Input maxLength={100} autoComplete="off" />
      </Form.Item>
      <Form.Item
        name="password"
        label={t('source.password')}
        {...(keeps ? { extra: t('source.passwordKept') } : {})}
      >
        <Input.Password maxLength={200} autoComplete="new-password" />
      </Form.Item>
    </>
  );
}

function Standing({ card: { standing, compatible } }: { readonly card: SourceCard }) {
  const t = useText();
  const word = (isBad: boolean) => (isBad ? 'state state-bad' : 'state');
  return (
    <div role="status" className="stack">
      <p className={word(standing.state === 'failed')}>{t(wordsFor(standing))}</p>
      {compatible !== null && (
        <p className={word(compatible !== 'sent')}>{t(`source.compatible.${compatible}`)}</p>
      )}
    </div>
  );
}

function wordsFor(standing: SourceStanding): ConsoleKey {
  switch (standing.state) {
    case 'failed':
      return `source.fault.${standing.fault}`;
    case 'on':
      return `source.state.${standing.picture}`;
    default:
      return `source.state.${standing.state}`;
  }
}
