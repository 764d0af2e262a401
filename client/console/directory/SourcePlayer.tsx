import { Button, Form, Input, Popconfirm } from 'antd';
import { useState } from 'react';
import type { SourceList } from '../../../shared/ingest.ts';
import type { RoomId } from '../../../shared/kernel/ids.ts';
import { appErrorOf } from '../api/ask.ts';
import { useSubmit } from '../api/queries.ts';
import { errorText, useText } from '../text.ts';

type PlayerProps = { readonly roomId: RoomId; readonly player: SourceList['player'] };

/** Whether players that speak no language of ours may play a room's lessons. */
export function SourcePlayer({ roomId, player }: PlayerProps) {
  const t = useText();
  const [key, setKey] = useState<string | null>(null);
  const refresh = ['source.list'] as const;
  const set = useSubmit('source.setPlayer', { refresh, onDone: (answer) => setKey(answer.key) });
  const allow = () => set.mutate({ roomId, on: true });
  return (
    <section aria-label={t('source.player')} className="stack">
      <h3>{t('source.player')}</h3>
      <p>{t('source.playerAbout')}</p>
      <p role="status" className="state">
        {player === null ? t('source.playerNone') : t('source.playerCount', { count: player.playingCount })}
      </p>
      {player !== null && (
        <Form.Item layout="vertical" label={t('source.playerAddress')}>
          <code>{`${location.origin}/whep`}</code>
        </Form.Item>
      )}
      {key !== null && (
        <Form.Item layout="vertical" label={t('source.key')}>
          <Input.TextArea readOnly autoSize value={key} aria-label={t('source.key')} />
        </Form.Item>
      )}
      {set.isError && <p role="alert">{errorText(t, appErrorOf(set.error))}</p>}
      <div className="button-row">
        {player === null ? (
          <Button loading={set.isPending} onClick={allow}>
            {t('source.playerAllow')}
          </Button>
        ) : (
          <>
            <Popconfirm title={t('source.playerSure')} onConfirm={allow}>
              <Button loading={set.isPending}>{t('source.playerNewKey')}</Button>
            </Popconfirm>
            <Popconfirm title={t('source.playerSure')} onConfirm={() => set.mutate({ roomId, on: false })}>
              <Button loading={set.isPending}>{t('source.playerStop')}</Button>
            </Popconfirm>
          </>
        )}
      </div>
    </section>
  );
}
