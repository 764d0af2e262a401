import { Button, Drawer, Form, Input, Popconfirm } from 'antd';
import type { BigScreenEntry } from '../../../shared/big-screen.ts';
import { appErrorOf } from '../api/ask.ts';
import { useAnswer, useSubmit } from '../api/queries.ts';
import { useRouteForm } from '../api/useRouteForm.ts';
import { dateTimeText } from '../shell/format.ts';
import { Loaded } from '../shell/Loaded.tsx';
import { Trouble } from '../shell/Trouble.tsx';
import { useLanguage, useText } from '../text.ts';
import { useWall, type WallScope } from './useWall.ts';

type ScreensProps = { readonly open: boolean; readonly scope: WallScope; readonly onClose: () => void };

/** Addresses of big screens of the part of the tree that is open: made, opened, taken back. */
export function BigScreens({ open, scope, onClose }: ScreensProps) {
  const t = useText();
  const listed = useAnswer('bigScreen.list', {}, { enabled: open });
  return (
    <Drawer open={open} onClose={onClose} title={t('bigScreen.list')} size={480} destroyOnHidden>
      <p className="quiet">{t('bigScreen.list.lead')}</p>
      <MakeScreen scope={scope} />
      <Loaded query={listed}>
        {({ screens }) => (
          <ul className="big-screens">
            {screens.length === 0 && <li className="quiet">{t('bigScreen.list.none')}</li>}
            {screens.map((screen) => (
              <ScreenRow key={screen.bigScreenId} screen={screen} />
            ))}
          </ul>
        )}
      </Loaded>
    </Drawer>
  );
}

function MakeScreen({ scope }: Pick<ScreensProps, 'scope'>) {
  const t = useText();
  const wall = useWall(scope);
  const refresh = ['bigScreen.list'] as const;
  const make = useRouteForm('bigScreen.make', {
    toBody: ({ label = '' }: { label?: string }) => ({ ...scope, label, origin: location.origin }),
    refresh,
  });
  const address = make.answer?.address ?? null;
  return (
    <Form {...make.formProps}>
      <p>{t('bigScreen.list.scope', { name: wall.data?.place.scope.name ?? '' })}</p>
      <Form.Item name="label" label={t('bigScreen.list.label')}>
        <Input maxLength={60} />
      </Form.Item>
      {make.error && <Trouble error={make.error} />}
      <Button type="primary" htmlType="submit" loading={make.pending}>
        {t('bigScreen.list.make')}
      </Button>
      {address !== null && (
        <div className="big-screen-made" role="status">
          <p>{t('bigScreen.list.made')}</p>
          <a href={address} target="_blank" rel="noreferrer">
            {address}
          </a>
          <Button onClick={() => void navigator.clipboard.writeText(address)}>
            {t('bigScreen.list.copy')}
          </Button>
        </div>
      )}
    </Form>
  );
}

function ScreenRow({ screen }: { readonly screen: BigScreenEntry }) {
  const t = useText();
  const locale = useLanguage((language) => language.locale);
  const revoke = useSubmit('bigScreen.revoke', { refresh: ['bigScreen.list'] });
  const { bigScreenId, scopeName, label, madeByName, madeAtMs, seenAtMs } = screen;
  return (
    <li>
      <strong>{[scopeName, label].filter(Boolean).join(' · ')}</strong>
      <p className="quiet">
        {t('bigScreen.list.line', { name: madeByName, time: dateTimeText(madeAtMs, locale) })} ·{' '}
        {seenAtMs === null
          ? t('bigScreen.list.unseen')
          : t('bigScreen.list.seen', { time: dateTimeText(seenAtMs, locale) })}
      </p>
      {revoke.isError && <Trouble error={appErrorOf(revoke.error)} />}
      <Popconfirm title={t('bigScreen.list.revoke')} onConfirm={() => revoke.mutate({ bigScreenId })}>
        <Button size="small" danger loading={revoke.isPending}>
          {t('bigScreen.list.revoke')}
        </Button>
      </Popconfirm>
    </li>
  );
}
