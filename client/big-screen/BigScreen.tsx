import { useEffect, useState } from 'react';
import type { BigScreenFigures } from '../../shared/big-screen.ts';
import type { Locale } from '../../shared/text/text.ts';
import { useReadable } from '../ui/use-readable.ts';
import type { BigScreenApp } from './big-screen-app.ts';
import { amountOf, dateOf, percentOf, timeOf, unitKeyOf } from './format.rules.ts';
import { useText } from './text.ts';

type Props = { readonly app: BigScreenApp; readonly locale: Locale };

/** The whole wall: figures, or why there are none. */
export function BigScreen({ app, locale }: Props) {
  const text = useText();
  const facts = useReadable(app.facts);
  const nowMs = useClock(() => app.nowMs());
  useEffect(() => {
    document.title = facts.state === 'shown' ? facts.figures.name : text('bigScreen.page');
  }, [facts, text]);
  switch (facts.state) {
    case 'starting':
      return <Message title={text('bigScreen.starting')} />;
    case 'unreachable':
      return <Message title={text('bigScreen.unreachable')} />;
    case 'stopped':
      return (
        <Message title={text(`bigScreen.${facts.why}.title`)} how={text(`bigScreen.${facts.why}.how`)} />
      );
    case 'shown':
      return <Wall figures={facts.figures} behind={facts.behind} nowMs={nowMs} locale={locale} />;
  }
}

function Message({ title, how }: { readonly title: string; readonly how?: string }) {
  return (
    <main className="message">
      <h1>{title}</h1>
      {how !== undefined && <p>{how}</p>}
    </main>
  );
}

type WallProps = {
  readonly figures: BigScreenFigures;
  readonly behind: boolean;
  readonly nowMs: number;
  readonly locale: Locale;
};

function Wall({ figures, behind, nowMs, locale }: WallProps) {
  const text = useText();
  const { name, label, zone, period, serverNowMs } = figures;
  const [headline, ...others] = figures.figures;
  return (
    <main className="wall">
      <header>
        <h1>
          {name}
          {label !== '' && <small>{label}</small>}
        </h1>
        <p className="clock">
          {behind && (
            <span className="behind" role="status">
              {text('bigScreen.stale', { time: timeOf(serverNowMs, zone) })}
            </span>
          )}
          <span>{dateOf(nowMs, zone, locale)}</span>
          <strong>{timeOf(nowMs, zone)}</strong>
        </p>
      </header>
      <Today figures={figures} locale={locale} />
      <section className="period" aria-labelledby="period">
        <h2 id="period">
          {text(`bigScreen.period.${period.kind}`)}
          <small>{text('bigScreen.span', { from: period.from })}</small>
        </h2>
        {headline !== undefined && <Figure figure={headline} locale={locale} main />}
        <div className="others">
          {others.map((figure) => (
            <Figure key={figure.key} figure={figure} locale={locale} />
          ))}
        </div>
      </section>
      <Alarms alarms={figures.alarms} locale={locale} />
      <Ranking ranking={figures.ranking} />
    </main>
  );
}

function Today({
  figures: { lessons, rooms },
  locale,
}: {
  readonly figures: BigScreenFigures;
  readonly locale: Locale;
}) {
  const text = useText();
  const tiles = [
    { key: 'running', value: lessons.running },
    { key: 'held', value: lessons.held },
    { key: 'planned', value: lessons.planned },
  ] as const;
  return (
    <section className="today" aria-labelledby="today">
      <h2 id="today">
        {text('bigScreen.today')}
        {lessons.cancelled > 0 && <small>{text('bigScreen.cancelled', { count: lessons.cancelled })}</small>}
      </h2>
      <dl>
        {tiles.map(({ key, value }) => (
          <div key={key} data-key={key}>
            <dt>{text(`bigScreen.${key}`)}</dt>
            <dd>
              {amountOf(value, locale)} <small>{text(unitKeyOf('lessons', value, locale))}</small>
            </dd>
          </div>
        ))}
        <div data-key="rooms">
          <dt>{text('bigScreen.rooms')}</dt>
          <dd>
            {amountOf(rooms.onlineCount, locale)}
            <small>
              {' '}
              / {amountOf(rooms.equippedCount, locale)}{' '}
              {text(unitKeyOf('rooms', rooms.equippedCount, locale))}
            </small>
          </dd>
        </div>
      </dl>
    </section>
  );
}

type Shown = BigScreenFigures['figures'][number];

function Figure({
  figure,
  locale,
  main = false,
}: {
  readonly figure: Shown;
  readonly locale: Locale;
  readonly main?: boolean;
}) {
  const text = useText();
  const { key } = figure;
  const percent = percentOf(figure);
  return (
    <div className={main ? 'figure main' : 'figure'}>
      <h3>{text(`bigScreen.figure.${key}`)}</h3>
      {percent === null ? (
        <p className="none">{text('bigScreen.none')}</p>
      ) : (
        <>
          <p className="number">
            {percent}
            <span className="percent">%</span>
          </p>
          <p className="fraction">
            {amountOf(figure.numerator, locale)} / {amountOf(figure.denominator, locale)}{' '}
            {text(unitKeyOf(key, figure.denominator, locale))}
          </p>
        </>
      )}
    </div>
  );
}

function Alarms({
  alarms,
  locale,
}: {
  readonly alarms: BigScreenFigures['alarms'];
  readonly locale: Locale;
}) {
  const text = useText();
  const open = alarms.open.filter(({ count }) => count > 0);
  return (
    <section className="alarms" aria-labelledby="alarms" data-open={open.length > 0}>
      <h2 id="alarms">
        {text('bigScreen.alarms')}
        <small>{text('bigScreen.alarmsToday', { count: amountOf(alarms.todayCount, locale) })}</small>
      </h2>
      {open.length === 0 ? (
        <p className="fine">
          <i aria-hidden="true" data-well="true" />
          {text('bigScreen.noAlarms')}
        </p>
      ) : (
        <ul>
          {open.map(({ rule, count }) => (
            <li key={rule}>
              <i aria-hidden="true" />
              <span>{text(`bigScreen.rule.${rule}`)}</span>
              <strong>{amountOf(count, locale)}</strong>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function Ranking({ ranking }: Pick<BigScreenFigures, 'ranking'>) {
  const text = useText();
  return (
    <section className="ranking" aria-labelledby="ranking">
      <h2 id="ranking">{text('bigScreen.ranking')}</h2>
      {ranking.length === 0 && <p className="none">{text('bigScreen.none')}</p>}
      <ol>
        {ranking.map(({ name, ...share }) => (
          <li key={name}>
            <span>{name}</span>
            <strong>{percentOf(share)}%</strong>
            <i aria-hidden="true">
              <b style={{ inlineSize: `${Math.min(100, (share.numerator / share.denominator) * 100)}%` }} />
            </i>
          </li>
        ))}
      </ol>
    </section>
  );
}

/** Draws again a few times a minute: the clock shows minutes. */
function useClock(readMs: () => number): number {
  const [nowMs, setNowMs] = useState(readMs);
  useEffect(() => {
    const timer = setInterval(() => setNowMs(readMs()), 5_000);
    return () => clearInterval(timer);
  });
  return nowMs;
}
