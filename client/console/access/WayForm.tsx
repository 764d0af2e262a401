import { Button, Form, Input, Radio, Select } from 'antd';
import type { AccessReport, AccessWay } from '../../../shared/wire/access.ts';
import { useRouteForm } from '../api/useRouteForm.ts';
import { Trouble } from '../shell/Trouble.tsx';
import { useText } from '../text.ts';

type WayProps = { readonly report: AccessReport; readonly onChosen: (report: AccessReport) => void };
type Values = {
  way?: AccessWay;
  name?: string;
  source?: 'files' | 'acme';
  directoryUrl?: string;
  email?: string;
};

const ways = ['public-name', 'own-ca', 'localhost'] as const;

/** Only what the chosen way asks for; an empty field counts as none. */
function toBody({ way, name, source, directoryUrl, email }: Values): object {
  if (way !== 'public-name') return { way };
  const filled = (field: string, value: string | undefined) =>
    value === undefined || value.trim() === '' ? {} : { [field]: value };
  const asked =
    source === 'acme' ? { ...filled('directoryUrl', directoryUrl), ...filled('email', email) } : {};
  return { way, source, name: name ?? '', ...asked };
}

export function WayForm({ report, onChosen }: WayProps) {
  const t = useText();
  const choose = useRouteForm('access.choose', { toBody, onDone: onChosen });
  const way = Form.useWatch('way', choose.form);
  const source = Form.useWatch('source', choose.form);
  const isFixed = report.decidedBy === 'config' || report.lessonRuns;
  const initial: Values = {
    source: report.source ?? 'files',
    ...(report.way === null ? {} : { way: report.way }),
    ...(report.name === null ? {} : { name: report.name }),
    ...(report.acme === null ? {} : { directoryUrl: report.acme.directoryUrl }),
  };
  return (
    <section aria-labelledby="access-ways">
      <h2 id="access-ways" className="section-title">
        {t('access.ways')}
      </h2>
      <Form {...choose.formProps} initialValues={initial} disabled={isFixed}>
        <Form.Item name="way">
          <Radio.Group className="ways">
            {ways.map((each) => (
              <Radio key={each} value={each} className="way">
                <span className="way-name">{t(`access.way.${each}`)}</span>
                {report.way === each && <span className="tag">{t('access.inUse')}</span>}
                <span className="way-lead">{t(`access.way.${each}.lead`)}</span>
                {each !== 'public-name' && (
                  <span className="way-lead quiet">{t(`access.way.${each}.limits`)}</span>
                )}
              </Radio>
            ))}
          </Radio.Group>
        </Form.Item>
        {way === 'public-name' && (
          <>
            <Form.Item name="name" label={t('access.name')} extra={t('access.nameHelp')}>
              <Input autoCapitalize="none" spellCheck={false} inputMode="url" />
            </Form.Item>
            <Form.Item name="source" label={t('access.source')}>
              <Select
                options={(['files', 'acme'] as const).map((value) => ({
                  value,
                  label: t(`access.source.${value}`),
                }))}
              />
            </Form.Item>
          </>
        )}
        {way === 'public-name' && source === 'acme' && (
          <>
            <Form.Item
              name="directoryUrl"
              label={t('access.directoryUrl')}
              extra={t('access.directoryUrlHelp')}
            >
              <Input autoCapitalize="none" spellCheck={false} inputMode="url" placeholder="https://" />
            </Form.Item>
            <Form.Item name="email" label={t('access.email')} extra={t('access.emailHelp')}>
              <Input autoComplete="email" inputMode="email" />
            </Form.Item>
          </>
        )}
        {choose.error && <Trouble error={choose.error} />}
        {!isFixed && (
          <Button type="primary" htmlType="submit" loading={choose.pending} disabled={way === undefined}>
            {t('access.use')}
          </Button>
        )}
      </Form>
    </section>
  );
}
