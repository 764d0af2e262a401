import './account.css';
import { Button, Drawer, Input } from 'antd';
import { useId, useState } from 'react';
import type { PersonId } from '../../../shared/kernel/ids.ts';
import type { RouteAnswer } from '../../../shared/wire/routes.ts';
import { appErrorOf } from '../api/ask.ts';
import { useAnswer, useSubmit } from '../api/queries.ts';
import { dateTimeText } from '../shell/format.ts';
import { Loaded } from '../shell/Loaded.tsx';
import { Trouble } from '../shell/Trouble.tsx';
import { useLanguage, useText } from '../text.ts';
import { Logins } from './Logins.tsx';

type Props = { readonly personId: PersonId; readonly name: string };

/** What an administrator does about somebody's sign-in: a link by which they choose it, and where they are signed in. */
export function PersonAccess({ personId, name }: Props) {
  const t = useText();
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button size="small" aria-label={t('personAccess.personFor', { name })} onClick={() => setOpen(true)}>
        {t('personAccess.person')}
      </Button>
      <Drawer
        open={open}
        title={t('personAccess.personFor', { name })}
        onClose={() => setOpen(false)}
        size={480}
        destroyOnHidden
      >
        <SignIn personId={personId} />
      </Drawer>
    </>
  );
}

function SignIn({ personId }: Pick<Props, 'personId'>) {
  const t = useText();
  const known = useAnswer('login.list', { personId });
  return (
    <Loaded query={known}>
      {({ loginName, office, logins }) => (
        <div className="stack">
          <p>{loginName === null ? t('personAccess.noSignIn') : t('account.loginName', { loginName })}</p>
          {office && <p className="quiet">{t('personAccess.office')}</p>}
          <Invite personId={personId} has={loginName !== null} />
          <h3>{t('logins.where')}</h3>
          <Logins personId={personId} logins={logins} />
        </div>
      )}
    </Loaded>
  );
}

function Invite({ personId, has }: { readonly personId: PersonId; readonly has: boolean }) {
  const t = useText();
  const invite = useSubmit('invitation.create');
  return (
    <>
      <Button type="primary" loading={invite.isPending} onClick={() => invite.mutate({ personId })}>
        {t(has ? 'personAccess.reset' : 'personAccess.invite')}
      </Button>
      {invite.isError && <Trouble error={appErrorOf(invite.error)} />}
      {invite.data && <InvitationLink invitation={invite.data} />}
    </>
  );
}

/** The address of the link as whoever gets it opens it; without a public one set, this page's own. */
function InvitationLink({ invitation }: { readonly invitation: RouteAnswer<'invitation.create'> }) {
  const t = useText();
  const { locale } = useLanguage();
  const fieldId = useId();
  const [copied, setCopied] = useState<'no' | 'yes' | 'refused'>('no');
  const address = new URL(invitation.address, window.location.origin).href;
  // Browsers give no clipboard to pages over plain HTTP.
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(address);
      setCopied('yes');
    } catch {
      setCopied('refused');
    }
  };
  return (
    <div className="stack">
      <p>{t('personAccess.inviteLead', { time: dateTimeText(invitation.expiresAtMs, locale) })}</p>
      <label htmlFor={fieldId}>{t('personAccess.inviteAddress')}</label>
      <Input.TextArea
        id={fieldId}
        readOnly
        autoSize
        value={address}
        onFocus={(event) => event.target.select()}
      />
      <Button onClick={() => void copy()}>{t('personAccess.copy')}</Button>
      <p role="status">
        {copied === 'yes' && t('personAccess.copied')}
        {copied === 'refused' && t('personAccess.copyRefused')}
      </p>
    </div>
  );
}
