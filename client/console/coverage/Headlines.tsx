import './report.css';
import { QuestionCircleOutlined } from '@ant-design/icons';
import { Button, Popover } from 'antd';
import type { CoverageReport } from '../../../shared/coverage.ts';
import { useText } from '../text.ts';
import { countText, type Fraction, percentOf, validLessons } from './coverage.model.ts';

type FigureName = 'needWeighted' | 'pointsWithNeed' | 'validLessons';
type FigureProps = {
  readonly name: FigureName;
  readonly fraction: Fraction;
  readonly report: CoverageReport;
};

export function Headlines({ report }: { readonly report: CoverageReport }) {
  return (
    <div className="figures">
      <Figure name="needWeighted" fraction={report.needWeighted} report={report} />
      <Figure name="pointsWithNeed" fraction={report.pointsWithNeed} report={report} />
      <Figure name="validLessons" fraction={validLessons(report)} report={report} />
    </div>
  );
}

/** The figure large, its fraction beside it, its definition one tap away. */
function Figure({ name, fraction, report }: FigureProps) {
  const t = useText();
  const percent = percentOf(fraction);
  return (
    <section className="figure" aria-labelledby={`figure-${name}`}>
      <h2 id={`figure-${name}`}>
        {t(`coverage.figure.${name}`)}
        <Definition name={name} report={report} />
      </h2>
      {percent === null ? (
        <p className="figure-none">{t('coverage.nothingToCount')}</p>
      ) : (
        <p className="figure-line">
          <span className="figure-number">
            {percent}
            <span className="figure-unit">%</span>
          </span>
          <span className="figure-fraction">
            {t(`coverage.fraction.${name}`, {
              part: countText(fraction.numerator),
              whole: countText(fraction.denominator),
            })}
          </span>
        </p>
      )}
      {name === 'validLessons' && (
        <p className="quiet">
          {t('coverage.lessonCounts', {
            held: report.lessons.heldCount,
            unplanned: report.lessons.unplannedCount,
          })}
        </p>
      )}
    </section>
  );
}

function Definition({ name, report }: { readonly name: FigureName; readonly report: CoverageReport }) {
  const t = useText();
  const { heldRatio, connectedRatio } = report.thresholds;
  return (
    <Popover
      trigger="click"
      placement="bottomRight"
      getPopupContainer={(trigger) => trigger.closest('section') ?? document.body}
      title={t(`coverage.figure.${name}`)}
      content={
        <div className="definition">
          <p>{t(`coverage.definition.${name}`)}</p>
          <p>
            {t('coverage.definition.valid', {
              held: Math.round(heldRatio * 100),
              connected: Math.round(connectedRatio * 100),
            })}
          </p>
          <p className="quiet">{t('coverage.definition.ours')}</p>
        </div>
      }
    >
      <Button
        type="text"
        size="small"
        className="no-print"
        icon={<QuestionCircleOutlined />}
        aria-label={t('coverage.explain', { figure: t(`coverage.figure.${name}`) })}
      />
    </Popover>
  );
}
