import { Button, Drawer, Form, Input, InputNumber } from 'antd';
import type { AlarmThresholds } from '../../../shared/supervision.ts';
import type { RouteAnswer } from '../../../shared/wire/routes.ts';
import { useAnswer } from '../api/queries.ts';
import { useRouteForm } from '../api/useRouteForm.ts';
import { dateTimeText } from '../shell/format.ts';
import { Loaded } from '../shell/Loaded.tsx';
import { Trouble } from '../shell/Trouble.tsx';
import { useLanguage, useText } from '../text.ts';

type RulesProps = { readonly open: boolean; readonly onClose: () => void };
type Listed = RouteAnswer<'alarmThreshold.list'>;

/** When something is an alarm, for administrators of the whole tree; with who changed it and why. */
export function AlarmRules({ open, onClose }: RulesProps) {
  const t = useText();
  const listed = useAnswer('alarmThreshold.list', {}, { enabled: open });
  return (
    <Drawer open={open} onClose={onClose} title={t('supervision.rules')} size={480} destroyOnHidden>
      <p className="quiet">{t('supervision.rules.lead')}</p>
      <Loaded query={listed}>
        {(answer) => <RulesForm key={answer.versions.length} listed={answer} onDone={onClose} />}
      </Loaded>
    </Drawer>
  );
}

/** As they are typed: minutes and hundredths. */
type Values = Record<keyof AlarmThresholds, number | null> & { readonly reason?: string };

const minutes = { factor: 60_000, min: 0.5, max: 30, step: 0.5 } as const;
const percent = { factor: 0.01, min: 1, max: 100, step: 1 } as const;
const fields = [
  { name: 'notStartedMs', label: 'supervision.rules.notStarted', ...minutes },
  { name: 'roomAbsentMs', label: 'supervision.rules.roomAbsent', ...minutes },
  { name: 'roomLostMs', label: 'supervision.rules.roomLost', ...minutes },
  { name: 'badQualityMs', label: 'supervision.rules.badQuality', ...minutes },
  { name: 'badStep', label: 'supervision.rules.badStep', factor: 1, min: 0, max: 4, step: 1 },
  { name: 'badLossRatio', label: 'supervision.rules.badLoss', ...percent },
  { name: 'badFrozenRatio', label: 'supervision.rules.badFrozen', ...percent },
] as const;

const rounded = (value: number): number => Math.round(value * 1e6) / 1e6;

function RulesForm({ listed, onDone }: { readonly listed: Listed; readonly onDone: () => void }) {
  const t = useText();
  const locale = useLanguage((language) => language.locale);
  const newest = listed.versions.at(-1);
  const inForce = newest?.thresholds ?? listed.defaults;
  const form = useRouteForm('alarmThreshold.set', {
    toBody: ({ reason, ...values }: Values) => ({
      ...Object.fromEntries(
        fields.map(({ name, factor }) => [name, rounded((values[name] ?? Number.NaN) * factor)]),
      ),
      expectedVersion: newest?.version ?? 0,
      reason,
    }),
    refresh: ['alarmThreshold.list'],
    onDone,
  });
  const initial = Object.fromEntries(
    fields.map(({ name, factor }) => [name, rounded(inForce[name] / factor)]),
  );
  return (
    <>
      <Form {...form.formProps} initialValues={initial}>
        {fields.map(({ name, label, min, max, step }) => (
          <Form.Item key={name} name={name} label={t(label)}>
            <InputNumber min={min} max={max} step={step} />
          </Form.Item>
        ))}
        <Form.Item name="reason" label={t('supervision.rules.reason')}>
          <Input maxLength={200} />
        </Form.Item>
        {form.error && <Trouble error={form.error} />}
        <Button type="primary" htmlType="submit" block loading={form.pending}>
          {t('supervision.rules.save')}
        </Button>
      </Form>
      {listed.versions.length > 0 && (
        <section className="rules-history">
          <h3>{t('supervision.rules.history')}</h3>
          <ul>
            {listed.versions.toReversed().map(({ version, recordedAtMs, byName, reason }) => (
              <li key={version}>
                {dateTimeText(recordedAtMs, locale)} {byName} · {reason}
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
}
