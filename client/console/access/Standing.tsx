import { Alert, Button } from 'antd';
import type { ReactNode } from 'react';
import type { AccessReport } from '../../../shared/wire/access.ts';
import { appErrorOf } from '../api/ask.ts';
import { useSubmit } from '../api/queries.ts';
import { Trouble } from '../shell/Trouble.tsx';
import { useLanguage, useText } from '../text.ts';
import { mustMove, printGroups } from './access.model.ts';

type StandingProps = { readonly report: AccessReport; readonly onLooked: (report: AccessReport) => void };

/** What is in force, and what is left to do. */
export function Standing({ report, onLooked }: StandingProps) {
  const t = useText();
  const look = useSubmit('access.goOn', { onDone: onLooked });
  const [first, ...others] = report.addresses;
  const again = (label: string) => (
    <Button onClick={() => look.mutate({})} loading={look.isPending}>
      {label}
    </Button>
  );
  return (
    <section aria-labelledby="access-now" className="stack">
      <h2 id="access-now">{t('access.now')}</h2>
      <Fact label={t('access.address')}>
        <a href={first}>{first}</a>
        {report.privateAddress && report.way !== 'localhost' && (
          <p className="quiet">{t('access.schoolOnly')}</p>
        )}
      </Fact>
      {others.length > 0 && (
        <Fact label={t('access.otherAddresses')}>
          <span className="addresses">{others.join('  ')}</span>
        </Fact>
      )}
      <Fact label={t('access.certificate')}>
        <Certificate report={report} />
      </Fact>
      {report.problem !== null && (
        <Alert type="error" showIcon title={t(`access.problem.${report.problem}`)} />
      )}
      {report.files !== null && (
        <Fact label={t('access.files')}>
          <p className="path">{report.files.cert}</p>
          <p className="path">{report.files.key}</p>
          <p className="quiet">{t('access.filesHelp')}</p>
          {report.problem !== null && again(t('access.look'))}
        </Fact>
      )}
      {report.acme !== null && <Asking acme={report.acme} again={again} />}
      {look.isError && <Trouble error={appErrorOf(look.error)} />}
      {report.authority !== null && <Authority report={report} authority={report.authority} />}
    </section>
  );
}

function Fact({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <div className="fact">
      <h3>{label}</h3>
      {children}
    </div>
  );
}

function Certificate({ report: { certificate, source } }: { readonly report: AccessReport }) {
  const t = useText();
  const locale = useLanguage((language) => language.locale);
  if (certificate === null) return <p>{t('access.certificateNone')}</p>;
  const date = new Intl.DateTimeFormat(locale, { dateStyle: 'long' }).format(certificate.notAfterMs);
  const { issuer } = certificate;
  return (
    <>
      <p>
        {t(source === 'files' ? 'access.certificateFilesUntil' : 'access.certificateUntil', { issuer, date })}
      </p>
      <p className="quiet">
        {t('access.names')}: {certificate.names.join('  ')}
      </p>
    </>
  );
}

type AskingProps = {
  readonly acme: NonNullable<AccessReport['acme']>;
  readonly again: (label: string) => ReactNode;
};

function Asking({ acme: { progress, byHook }, again }: AskingProps) {
  const t = useText();
  return (
    <Fact label={t('access.acme')}>
      <div role="status" className="stack">
        {byHook && <p className="quiet">{t('access.acme.byHook')}</p>}
        {progress.state === 'idle' && <p>{t('access.acme.idle')}</p>}
        {progress.state === 'working' && <p>{t('access.acme.working')}</p>}
        {progress.state === 'failed' && (
          <>
            <p>{t('access.acme.failed', { why: progress.why })}</p>
            <div>{again(t('access.acme.again'))}</div>
          </>
        )}
        {progress.state === 'waiting' && (
          <>
            <p>{t('access.acme.record')}</p>
            <p>
              {t('access.acme.recordName')}: <span className="path">{progress.record.name}</span>
            </p>
            <p>
              {t('access.acme.recordValue')}: <span className="path">{progress.record.value}</span>
            </p>
            <div>{again(t('access.acme.stands'))}</div>
          </>
        )}
      </div>
    </Fact>
  );
}

type AuthorityProps = {
  readonly report: AccessReport;
  readonly authority: NonNullable<AccessReport['authority']>;
};

function Authority({ report, authority }: AuthorityProps) {
  const t = useText();
  const [install] = authority.installUrls;
  return (
    <Fact label={t('access.install')}>
      <p>{t('access.installLead')}</p>
      <p className="install-address">
        <a href={install}>{install}</a>
      </p>
      {mustMove(report, window.location.protocol) && (
        <Alert type="warning" showIcon title={t('access.installFirst')} />
      )}
      <h3>{t('access.fingerprint')}</h3>
      <p className="print">
        {printGroups(authority.fingerprint).map((group) => (
          <span key={group}>{group}</span>
        ))}
      </p>
      <p className="quiet">{t('access.fingerprintHelp')}</p>
      {authority.outside.length > 0 && (
        <Alert type="warning" showIcon title={t('access.outside', { names: authority.outside.join('  ') })} />
      )}
    </Fact>
  );
}
