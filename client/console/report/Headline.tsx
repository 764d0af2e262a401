import './figures.css';
import './report.css';
import { RightOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import type { IndicatorKey } from '../../../shared/coverage/indicator.ts';
import type { ListedKey, ReportPage } from '../../../shared/coverage/report.ts';
import { useText } from '../text.ts';
import { Definition } from './Definition.tsx';
import { countText, type Fraction, fractionOf, percentOf } from './report.model.ts';

type HeadlineProps = {
  readonly report: ReportPage;
  readonly onOpen: (list: ListedKey) => void;
};

/** 1b large and never 1 alone; what both leave out stands beside them, always. */
export function Headline({ report, onOpen }: HeadlineProps) {
  const t = useText();
  const needed = fractionOf(report.figures, 'needWeighted');
  const points = fractionOf(report.figures, 'pointsWithNeed');
  const { withdrawnUnservedCount, silentPointCount } = report.besides;
  return (
    <div className="headline">
      <Figure name="needWeighted" fraction={needed} report={report} main onOpen={onOpen}>
        {needed && (
          <p>
            {t('report.headline.words', {
              needed: countText(needed.denominator),
              delivered: countText(needed.numerator),
            })}
            <span className="quiet headline-cap">{t('report.headline.cap')}</span>
          </p>
        )}
      </Figure>
      <Figure name="pointsWithNeed" fraction={points} report={report} onOpen={onOpen}>
        {points && (
          <p>
            {t('report.points.words', {
              served: countText(points.numerator),
              needing: countText(points.denominator),
            })}
          </p>
        )}
      </Figure>
      <section className="figure" aria-labelledby="headline-besides">
        <h2 id="headline-besides">{t('report.besides')}</h2>
        <ul className="headline-besides">
          <Beside
            words={t('report.withdrawn')}
            count={withdrawnUnservedCount}
            onOpen={() => onOpen('withdrawnUnserved')}
          />
          <Beside words={t('report.silent')} count={silentPointCount} onOpen={() => onOpen('silentPoints')} />
        </ul>
      </section>
    </div>
  );
}

type FigureProps = HeadlineProps & {
  readonly name: IndicatorKey;
  readonly fraction: Fraction | null;
  readonly main?: boolean;
  readonly children: React.ReactNode;
};

function Figure({ name, fraction, report, main = false, onOpen, children }: FigureProps) {
  const t = useText();
  const title = t(`indicator.${name}.name`);
  return (
    <section className={main ? 'figure figure-main' : 'figure'} aria-labelledby={`figure-${name}`}>
      <div className="figure-head">
        <h2 id={`figure-${name}`}>{title}</h2>
        <Definition name={name} thresholds={report.thresholds} />
      </div>
      {fraction === null ? (
        <p className="figure-none">{t('report.noFigure')}</p>
      ) : (
        <p className="figure-line">
          <span className="figure-number">
            {percentOf(fraction)}
            <span className="figure-unit">%</span>
          </span>
          <span className="figure-fraction">
            {name === 'needWeighted'
              ? t('report.periods.short', {
                  delivered: countText(fraction.numerator),
                  needed: countText(fraction.denominator),
                })
              : t('report.points.short', {
                  served: countText(fraction.numerator),
                  needing: countText(fraction.denominator),
                })}
          </span>
        </p>
      )}
      {children}
      {fraction !== null && (
        <Button className="figure-open no-print" size="small" onClick={() => onOpen(name)}>
          {t('report.openList')} <RightOutlined aria-hidden="true" />
          <span className="report-hidden">: {title}</span>
        </Button>
      )}
    </section>
  );
}

function Beside(props: { readonly words: string; readonly count: number; readonly onOpen: () => void }) {
  return (
    <li>
      <Button
        type="text"
        block
        className="headline-beside"
        disabled={props.count === 0}
        onClick={props.onOpen}
      >
        <span className="headline-count">{props.count}</span>
        <span className="headline-words">{props.words}</span>
        {props.count > 0 && <RightOutlined aria-hidden="true" className="no-print" />}
      </Button>
    </li>
  );
}
