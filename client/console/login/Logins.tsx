import { App, Button } from 'antd';
import type { PersonId } from '../../../shared/kernel/ids.ts';
import type { RouteAnswer } from '../../../shared/wire/routes.ts';
import { appErrorOf } from '../api/ask.ts';
import { useSubmit } from '../api/queries.ts';
import { dateTimeText } from '../shell/format.ts';
import { errorText, useLanguage, useText } from '../text.ts';

type Login = RouteAnswer<'login.list'>['logins'][number];
type LoginsProps = { readonly personId: PersonId; readonly logins: readonly Login[] };

/** Where somebody is signed in, each with the way to end it. The login that looks is ended by signing out. */
export function Logins({ personId, logins }: LoginsProps) {
  const t = useText();
  const { locale } = useLanguage();
  const { message } = App.useApp();
  const revoke = useSubmit('login.revoke', { refresh: ['login.list'] });
  const end = (some: readonly Login[]) =>
    Promise.all(some.map(({ id }) => revoke.mutateAsync({ personId, id }))).catch(
      (cause: unknown) => void message.error(errorText(t, appErrorOf(cause))),
    );
  const others = logins.filter(({ current }) => !current);
  const named = ({ browser }: Login) => browser || t('logins.unknownBrowser');
  if (logins.length === 0) return <p className="quiet">{t('logins.none')}</p>;
  return (
    <>
      <ul className="logins">
        {logins.map((login) => (
          <li key={login.id}>
            <span className="logins-what">
              <strong>{named(login)}</strong>
              <span className="quiet">
                {t('logins.since', { time: dateTimeText(login.createdAtMs, locale) })}
                {' · '}
                {t('logins.seen', { time: dateTimeText(login.lastSeenAtMs, locale) })}
              </span>
            </span>
            {login.current ? (
              <span className="logins-here">{t('logins.here')}</span>
            ) : (
              <Button
                aria-label={t('logins.endOne', { browser: named(login) })}
                onClick={() => void end([login])}
              >
                {t('logins.end')}
              </Button>
            )}
          </li>
        ))}
      </ul>
      {others.length > 1 && (
        <Button danger loading={revoke.isPending} onClick={() => void end(others)}>
          {t('logins.endOthers')}
        </Button>
      )}
    </>
  );
}
