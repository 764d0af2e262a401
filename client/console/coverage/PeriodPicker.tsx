import './report.css';
import { LeftOutlined, RightOutlined } from '@ant-design/icons';
import { Button, Input, Segmented } from 'antd';
import { useId, useState } from 'react';
import { todayAt } from '../shell/today.ts';
import { useText } from '../text.ts';
import {
  type Period,
  type PeriodKind,
  periodAfter,
  periodAround,
  periodBefore,
  periodKinds,
  readPeriod,
  upToToday,
} from './period.model.ts';

type PickerProps = { readonly period: Period; readonly onChange: (period: Period) => void };

/** Which kind of period is shown, if it is a whole one or one that runs up to today. */
function kindOf(period: Period): PeriodKind | 'custom' {
  const today = todayAt(Date.now());
  const found = periodKinds.find((kind) => {
    const whole = upToToday(periodAround(kind, period.from), today);
    return whole.from === period.from && whole.to === period.to;
  });
  return found ?? 'custom';
}

export function PeriodPicker({ period, onChange }: PickerProps) {
  const t = useText();
  const today = todayAt(Date.now());
  const [kind, setKind] = useState(() => kindOf(period));
  const choose = (next: PeriodKind | 'custom') => {
    setKind(next);
    if (next !== 'custom') onChange(upToToday(periodAround(next, today), today));
  };
  return (
    <div className="period-picker no-print">
      <Segmented
        aria-label={t('coverage.choosePeriod')}
        value={kind}
        onChange={choose}
        options={[...periodKinds, 'custom' as const].map((value) => ({ value, label: t(`period.${value}`) }))}
      />
      {kind === 'custom' ? (
        <CustomPeriod period={period} onChange={onChange} />
      ) : (
        <>
          <Button
            icon={<LeftOutlined />}
            aria-label={t('period.before')}
            onClick={() => onChange(periodBefore(kind, period))}
          />
          <Button
            icon={<RightOutlined />}
            aria-label={t('period.after')}
            disabled={period.to >= today}
            onClick={() => onChange(upToToday(periodAfter(kind, period), today))}
          />
        </>
      )}
    </div>
  );
}

function CustomPeriod({ period, onChange }: PickerProps) {
  const t = useText();
  const [typed, setTyped] = useState<{ from: string; to: string }>(period);
  const [fromId, toId, wrongId] = [useId(), useId(), useId()];
  const read = readPeriod(typed.from, typed.to);
  const type = (change: Partial<typeof typed>) => {
    const next = { ...typed, ...change };
    setTyped(next);
    const good = readPeriod(next.from, next.to);
    if (good) onChange(good);
  };
  const wrong = read === null ? { status: 'error' as const, 'aria-describedby': wrongId } : {};
  return (
    <span className="custom-period">
      <label htmlFor={fromId}>{t('period.from')}</label>
      <Input
        id={fromId}
        type="date"
        value={typed.from}
        onChange={(e) => type({ from: e.target.value })}
        {...wrong}
      />
      <label htmlFor={toId}>{t('period.to')}</label>
      <Input
        id={toId}
        type="date"
        value={typed.to}
        onChange={(e) => type({ to: e.target.value })}
        {...wrong}
      />
      {read === null && (
        <span id={wrongId} role="alert" className="field-wrong">
          {t('period.wrong')}
        </span>
      )}
    </span>
  );
}
