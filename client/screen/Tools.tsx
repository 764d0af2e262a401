import './tools.css';
import { useEffect, useState } from 'react';
import { roomId as roomIds } from '../../shared/kernel/ids.ts';
import { browserEnvironment } from '../live/environment.ts';
import type { LiveClient, SessionFacts } from '../live/live.types.ts';
import { useReadable } from '../ui/use-readable.ts';
import type { ScreenFacts } from './screen.types.ts';
import type { ScreenApp } from './screen-app.ts';
import { browserMargin, MARGIN_MAX_PERCENT, ScreenTools } from './screen-tools.ts';
import { useText } from './text.ts';

/** Characters of the last rows' sizes at 1080p: 44 px is the text of every page here, 32 px its smallest. */
const CARD = [
  { sizePx: 88, letters: '永 国 春 风 F P T' },
  { sizePx: 64, letters: '未 末 土 士 E F L Z' },
  { sizePx: 44, letters: '已 己 巳 人 入 八 O D C G' },
  { sizePx: 32, letters: '日 曰 目 田 由 甲 3 8 6 9 5' },
] as const;
/** What has to be read from the last row. */
const MAIN_PX = 44;

/** The margin that a panel cuts off, and the settings over an idle page. */
type Props = { readonly app: ScreenApp; readonly live: LiveClient };

export function Tools({ app, live }: Props) {
  const tools = useTools(app, live);
  const saving = savingIn(useReadable(live.session));
  const { view, marginPercent } = useReadable(tools.facts);
  useEffect(() => {
    document.documentElement.style.setProperty('--edge', String(marginPercent / 100));
  }, [marginPercent]);
  if (view === 'closed') return null;
  return view === 'card' ? <LegibilityCard /> : <Menu tools={tools} saving={saving} />;
}

const isLive = ({ session }: ScreenFacts): boolean =>
  session.state === 'joined' && session.view.lesson.phase.state === 'live';

/** Whether the room saves data in the lesson that it waits for; null while it waits for none. */
const savingIn = (session: SessionFacts): boolean | null =>
  session.state === 'joined' && session.view.lesson.phase.state === 'waiting'
    ? session.view.seats[session.seat]?.saving === true
    : null;

function setSaving(live: LiveClient, on: boolean): void {
  const session = live.session.get();
  if (session.state !== 'joined') return;
  const roomId = roomIds.parse(session.seat.slice('room:'.length));
  void live.command('saving.set', { sessionId: session.sessionId, roomId, on });
}

function useTools(app: ScreenApp, live: LiveClient): ScreenTools {
  const [tools] = useState(
    () =>
      new ScreenTools({
        environment: browserEnvironment(),
        memory: browserMargin,
        mayOpen: () => !isLive(app.facts.get()),
        saving: { now: () => savingIn(live.session.get()), set: (on) => setSaving(live, on) },
      }),
  );
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (!tools.key(event.key)) return;
      event.preventDefault();
      event.stopImmediatePropagation();
    };
    const onTouch = (event: PointerEvent) => {
      if (tools.facts.get().view !== 'closed') event.stopImmediatePropagation();
    };
    // Before everybody else: a key that is for the settings is for nothing else.
    window.addEventListener('keydown', onKey, { capture: true });
    window.addEventListener('pointerdown', onTouch, { capture: true });
    const stop = app.facts.subscribe(() => {
      if (isLive(app.facts.get())) tools.close();
    });
    return () => {
      window.removeEventListener('keydown', onKey, { capture: true });
      window.removeEventListener('pointerdown', onTouch, { capture: true });
      stop();
    };
  }, [tools, app]);
  return tools;
}

type MenuProps = { readonly tools: ScreenTools; readonly saving: boolean | null };

function Menu({ tools, saving }: MenuProps) {
  const text = useText();
  const { row, marginPercent } = useReadable(tools.facts);
  return (
    <section className="tools" role="dialog" aria-label={text('screen.tools.title')}>
      {row === 'margin' && <div className="test-frame" aria-hidden="true" />}
      <div className="tools-rows">
        <h1>{text('screen.tools.title')}</h1>
        <div className="tools-row" aria-current={row === 'margin'}>
          <button type="button" tabIndex={-1} onClick={() => tools.choose('margin')}>
            {text('screen.tools.margin')}
          </button>
          <span className="tools-margin">
            <button
              type="button"
              tabIndex={-1}
              aria-label={text('screen.tools.less')}
              disabled={marginPercent === 0}
              onClick={() => tools.widen(-1)}
            >
              ◀
            </button>
            <output>{text('screen.tools.percent', { percent: marginPercent })}</output>
            <button
              type="button"
              tabIndex={-1}
              aria-label={text('screen.tools.more')}
              disabled={marginPercent === MARGIN_MAX_PERCENT}
              onClick={() => tools.widen(1)}
            >
              ▶
            </button>
          </span>
        </div>
        <p className="status">{text('screen.tools.marginHow')}</p>
        {saving !== null && (
          <div className="tools-row" aria-current={row === 'saving'}>
            <button type="button" tabIndex={-1} aria-pressed={saving} onClick={() => tools.choose('saving')}>
              {text(saving ? 'screen.tools.savingOn' : 'screen.tools.savingOff')}
            </button>
          </div>
        )}
        {(['card', 'close'] as const).map((each) => (
          <div key={each} className="tools-row" aria-current={row === each}>
            <button type="button" tabIndex={-1} onClick={() => tools.choose(each)}>
              {text(`screen.tools.${each}`)}
            </button>
          </div>
        ))}
        <p className="status">{text('screen.tools.keys')}</p>
      </div>
    </section>
  );
}

/** 视力卡: whether the last row can read what lessons are written in. */
function LegibilityCard() {
  const text = useText();
  return (
    <section className="tools card" role="dialog" aria-label={text('screen.tools.card')}>
      {CARD.map(({ sizePx, letters }) => (
        <p key={sizePx} className="card-row" data-main={sizePx === MAIN_PX}>
          <span className="card-size">{text('screen.card.size', { size: sizePx })}</span>
          <span style={{ fontSize: `${sizePx / 16}rem` }}>{letters}</span>
        </p>
      ))}
      <p>{text('screen.card.how')}</p>
      <p className="status">{text('screen.card.back')}</p>
    </section>
  );
}
