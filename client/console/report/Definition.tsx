import './figures.css';
import { QuestionCircleOutlined } from '@ant-design/icons';
import { Button, Popover } from 'antd';
import type { IndicatorKey } from '../../../shared/coverage/indicator.ts';
import { indicators } from '../../../shared/coverage/indicators.ts';
import type { ReportPage } from '../../../shared/coverage/report.ts';
import { useText } from '../text.ts';
import { thresholdWords } from './threshold-words.ts';

type DefinitionProps = {
  readonly name: IndicatorKey;
  readonly thresholds: ReportPage['thresholds'];
};

/** What a figure means, one tap away: its definition, what is divided by what, and whose definition it is. */
export function Definition({ name, thresholds }: DefinitionProps) {
  const t = useText();
  const title = t(`indicator.${name}.name`);
  return (
    <Popover
      trigger="click"
      placement="bottom"
      getPopupContainer={(trigger) => trigger.closest('main') ?? document.body}
      title={title}
      content={
        <div className="definition">
          <p>{t(`indicator.${name}.definition`)}</p>
          <dl>
            <dt>{t('report.numerator')}</dt>
            <dd>{t(`indicator.${name}.numerator`)}</dd>
            <dt>{t('report.denominator')}</dt>
            <dd>{t(`indicator.${name}.denominator`)}</dd>
          </dl>
          <p className="fine-print">{t('report.thresholds', thresholdWords(thresholds))}</p>
          <p className="quiet">{t(`report.source.${indicators[name].source}`)}</p>
        </div>
      }
    >
      <Button
        type="text"
        size="small"
        className="no-print"
        icon={<QuestionCircleOutlined />}
        aria-label={t('report.definition', { figure: title })}
      />
    </Popover>
  );
}
