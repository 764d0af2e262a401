import { Select } from 'antd';
import type { IndicatorKey } from '../../../shared/coverage/indicator.ts';
import { indicators } from '../../../shared/coverage/indicators.ts';
import { indicatorKey } from '../../../shared/coverage/report.ts';
import { useText } from '../text.ts';
import { readIndicator } from './place.model.ts';
import { usePlace } from './useReport.ts';

/** Which indicator a chart is about. It stands in the address. */
export function IndicatorChoice() {
  const t = useText();
  const { search, change } = usePlace();
  return (
    <Select<IndicatorKey>
      className="report-choice"
      aria-label={t('report.indicator')}
      value={readIndicator(search)}
      onChange={(by) => change({ by })}
      options={indicatorKey.options.map((key) => ({
        value: key,
        label: `${indicators[key].number} ${t(`indicator.${key}.name`)}`,
      }))}
      popupMatchSelectWidth={false}
    />
  );
}
