import { App, Button, Drawer, Input } from 'antd';
import { useState } from 'react';
import { appErrorOf } from '../api/ask.ts';
import { useAnswer, useSubmit } from '../api/queries.ts';
import { dateTimeText } from '../shell/format.ts';
import { Loaded } from '../shell/Loaded.tsx';
import { Trouble } from '../shell/Trouble.tsx';
import { useLanguage, useText } from '../text.ts';
import type { GridSubject } from './grid.model.ts';

type FeedsProps = { readonly subject: GridSubject; readonly name: string; readonly onClose: () => void };

/** Secret addresses at which calendars fetch a timetable: made, shown once, revoked. */
export function FeedsDrawer({ subject, name, onClose }: FeedsProps) {
  const t = useText();
  const locale = useLanguage((language) => language.locale);
  const { message } = App.useApp();
  const [address, setAddress] = useState<string | null>(null);
  const feeds = useAnswer('feed.list', subject);
  const create = useSubmit('feed.create', {
    refresh: ['feed.list'],
    onDone: (made) => setAddress(addressHere(made.address, locale)),
  });
  const revoke = useSubmit('feed.revoke', {
    refresh: ['feed.list'],
    onDone: () => {
      setAddress(null);
      void message.success(t('timetable.feedRevoked'));
    },
  });
  const refused = create.error ?? revoke.error;
  return (
    <Drawer open onClose={onClose} title={t('timetable.feeds')} size={480} destroyOnHidden>
      <div className="stack">
        <p>{t('timetable.feedsLead', { name })}</p>
        <Button type="primary" loading={create.isPending} onClick={() => create.mutate(subject)}>
          {t('timetable.feedCreate')}
        </Button>
        {address !== null && <Address address={address} />}
        {refused && <Trouble error={appErrorOf(refused)} />}
        <Loaded query={feeds}>
          {(answer) => (
            <ul className="feed-list">
              {answer.feeds.map((feed) => (
                <li key={feed.id}>
                  <span>
                    {t('timetable.feedMade', {
                      date: dateTimeText(feed.createdAtMs, locale),
                      name: feed.createdBy,
                    })}
                    <br />
                    <span className="quiet">
                      {feed.lastReadAtMs === null
                        ? t('timetable.feedNeverRead')
                        : t('timetable.feedRead', { time: dateTimeText(feed.lastReadAtMs, locale) })}
                    </span>
                  </span>
                  <Button danger onClick={() => revoke.mutate({ feedId: feed.id })}>
                    {t('timetable.feedRevoke')}
                  </Button>
                </li>
              ))}
              {answer.feeds.length === 0 && <li className="quiet">{t('timetable.feedNone')}</li>}
            </ul>
          )}
        </Loaded>
      </div>
    </Drawer>
  );
}

/** The server names its public address when it knows one; else it is the one by which this page came. */
function addressHere(address: string, locale: string): string {
  const url = new URL(address, location.origin);
  if (locale === 'en') url.searchParams.set('locale', 'en');
  return url.href;
}

function Address({ address }: { readonly address: string }) {
  const t = useText();
  const [copied, setCopied] = useState(false);
  return (
    <div className="stack">
      <Input.TextArea
        readOnly
        autoSize
        aria-label={t('timetable.feedAddress')}
        value={address}
        onFocus={(event) => event.target.select()}
      />
      <p>{t('timetable.feedOnce')}</p>
      {window.isSecureContext && (
        <Button onClick={() => void navigator.clipboard.writeText(address).then(() => setCopied(true))}>
          {copied ? t('timetable.feedCopied') : t('timetable.feedCopy')}
        </Button>
      )}
    </div>
  );
}
