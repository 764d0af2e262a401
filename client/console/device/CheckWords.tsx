import { type DeviceCard, type DeviceCheckRecord, SERVICEABLE_DAYS } from '../../../shared/device.ts';
import { dateTimeText } from '../shell/format.ts';
import { useLanguage, useText } from '../text.ts';
import { brokenParts, checkStateOf, lossText, megabitText } from './device.model.ts';

type Props = { readonly device: DeviceCard; readonly nowMs: number };

/** What the last check of a screen found, in words; the sign beside them says the same without colour. */
export function CheckWords({ device, nowMs }: Props) {
  const t = useText();
  const locale = useLanguage((language) => language.locale);
  const checks = checkStateOf(device, nowMs);
  switch (checks.state) {
    case 'running':
      return <span role="status">{t('device.checking')}</span>;
    case 'never':
      return <span className="quiet">{t('device.neverChecked')}</span>;
    case 'unanswered':
      return (
        <Sign good={false}>
          {t('device.checkUnanswered', { time: dateTimeText(checks.askedAtMs, locale) })}
        </Sign>
      );
    case 'passed':
      return <Found check={checks.check}>{t('device.checkPassed')}</Found>;
    case 'old':
      return <Found check={checks.check}>{t('device.checkOld', { days: SERVICEABLE_DAYS })}</Found>;
    case 'failed': {
      const words = brokenParts(checks.check).map(({ part, found }) =>
        t(`device.found.${found}`, { part: t(`device.part.${part}`) }),
      );
      return (
        <Found check={checks.check}>
          {words.map((each) => (
            <span key={each} className="check-part">
              {each}
            </span>
          ))}
        </Found>
      );
    }
  }
}

type FoundProps = { readonly check: DeviceCheckRecord; readonly children: React.ReactNode };

function Found({ check, children }: FoundProps) {
  const t = useText();
  const locale = useLanguage((language) => language.locale);
  const { upBps, downBps } = check;
  return (
    <>
      <Sign good={check.passed}>{children}</Sign>
      {check.passed && check.toneHeard === false && <div>{t('device.toneUnheard')}</div>}
      {check.echo === 'echo' && <div>{t('device.echo')}</div>}
      <div className="quiet">
        {upBps === null || downBps === null
          ? t('device.noRates')
          : t('device.rates', { down: megabitText(downBps), up: megabitText(upBps) })}
        <br />
        {dateTimeText(check.atMs, locale)}
      </div>
    </>
  );
}

function Sign({ good, children }: { readonly good: boolean; readonly children: React.ReactNode }) {
  return (
    <span className={`state state-device-${good ? 'online' : 'twice'}`}>
      <span aria-hidden="true" className="state-sign">
        <span className={good ? 'sign-dot' : 'sign-ring'} />
      </span>
      <span>{children}</span>
    </span>
  );
}

/** How the screen's room heard and saw its last lesson. */
export function LineWords({ device }: Pick<Props, 'device'>) {
  const t = useText();
  const locale = useLanguage((language) => language.locale);
  const { kind, line } = device;
  if (kind === 'lecturePc') return <span className="quiet">{t('device.noPcLine')}</span>;
  if (line === null) return <span className="quiet">{t('device.noLine')}</span>;
  return (
    <>
      {t('device.lineWords', { loss: lossText(line.lossRatio), rate: megabitText(line.receivedBps) })}
      <div className="quiet">{dateTimeText(line.atMs, locale)}</div>
    </>
  );
}
