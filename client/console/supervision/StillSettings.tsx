import { Button, Drawer, Form, Input, Radio } from 'antd';
import type { RegionId } from '../../../shared/kernel/ids.ts';
import type { StillSetting } from '../../../shared/still.ts';
import { useAnswer } from '../api/queries.ts';
import { useRouteForm } from '../api/useRouteForm.ts';
import { dateTimeText } from '../shell/format.ts';
import { Loaded } from '../shell/Loaded.tsx';
import { Trouble } from '../shell/Trouble.tsx';
import { useLanguage, useText } from '../text.ts';

type SettingsProps = {
  readonly open: boolean;
  readonly regionId: RegionId;
  readonly onClose: () => void;
  readonly onSaved: () => void;
};

/** Whether stills may be taken in the region that is open, for its administrators; with who changed it and why. */
export function StillSettings({ open, regionId, onClose, onSaved }: SettingsProps) {
  const t = useText();
  const setting = useAnswer('still.setting', { regionId }, { enabled: open });
  return (
    <Drawer open={open} onClose={onClose} title={t('still.setting')} size={480} destroyOnHidden>
      <p className="quiet">{t('still.setting.lead')}</p>
      <Loaded query={setting}>
        {(found) => <SettingForm key={found.version} setting={found} onDone={onSaved} />}
      </Loaded>
    </Drawer>
  );
}

type Values = { readonly enabled: boolean; readonly reason?: string };

function SettingForm({ setting, onDone }: { readonly setting: StillSetting; readonly onDone: () => void }) {
  const t = useText();
  const { regionId, regionName, enabled, saidByName, version, history } = setting;
  const word = (on: boolean) => t(on ? 'still.setting.on' : 'still.setting.offWord');
  const form = useRouteForm('still.set', {
    toBody: (values: Values) => ({ ...values, regionId, expectedVersion: version }),
    refresh: ['still.setting'],
    onDone,
  });
  return (
    <>
      <div className="still-word">
        <strong>{t('still.setting.region', { name: regionName })}</strong>
        <p>
          {saidByName === ''
            ? t('still.setting.byNobody')
            : t('still.setting.by', { name: saidByName, word: word(enabled) })}
        </p>
        <p className="quiet">{t('still.setting.below')}</p>
      </div>
      <Form {...form.formProps} initialValues={{ enabled }}>
        <Form.Item name="enabled" label={t('still.setting.enabled')}>
          <Radio.Group options={[true, false].map((value) => ({ value, label: word(value) }))} />
        </Form.Item>
        <Form.Item name="reason" label={t('still.setting.reason')}>
          <Input maxLength={200} />
        </Form.Item>
        {form.error && <Trouble error={form.error} />}
        <Button type="primary" htmlType="submit" block loading={form.pending}>
          {t('still.setting.save')}
        </Button>
      </Form>
      {history.length > 0 && <History history={history} word={word} />}
    </>
  );
}

function History({
  history,
  word,
}: Pick<StillSetting, 'history'> & { readonly word: (on: boolean) => string }) {
  const t = useText();
  const locale = useLanguage((language) => language.locale);
  return (
    <section className="rules-history">
      <h3>{t('still.setting.history')}</h3>
      <ul>
        {history.map(({ version, recordedAtMs, byName, enabled, reason }) => (
          <li key={version}>
            {dateTimeText(recordedAtMs, locale)} {byName} · {word(enabled)} · {reason}
          </li>
        ))}
      </ul>
    </section>
  );
}
