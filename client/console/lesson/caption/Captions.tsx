import { Button } from 'antd';
import { type ReactNode, useEffect, useState } from 'react';
import { createPortal } from 'react-dom';
import type { JoinedSession } from '../../../live/live.types.ts';
import { useLanguage, useText } from '../../text.ts';
import { dress } from '../display/dress.ts';
import { useLive } from '../live-context.ts';
import { CaptionDesk } from './CaptionDesk.tsx';
import { type Desk, deskFrom, deskText } from './captions.model.ts';

const KEPT = 'caption.languages';
/** A closed window tells its opener nothing. */
const LOOK_MS = 500;

type Opened = { readonly state: 'here' } | { readonly state: 'window'; readonly window: Window };
export type CaptionPlace = {
  /** Null while nobody types at this console. */
  readonly opened: Opened | null;
  readonly blocked: boolean;
  readonly toggle: () => void;
  readonly apart: () => void;
  readonly back: () => void;
};

/** Where this console's captions are typed: in it, or in a window of their own for the second screen or keyboard. */
export function useCaptionPlace(): CaptionPlace {
  const [opened, setOpened] = useState<Opened | null>(null);
  const [blocked, setBlocked] = useState(false);
  const other = opened?.state === 'window' ? opened.window : null;
  useEffect(() => {
    if (other === null) return;
    const timer = setInterval(() => other.closed && setOpened(null), LOOK_MS);
    const leave = () => other.close();
    window.addEventListener('pagehide', leave);
    return () => {
      clearInterval(timer);
      window.removeEventListener('pagehide', leave);
      other.close();
    };
  }, [other]);
  return {
    opened,
    blocked,
    toggle: () => setOpened(opened === null ? { state: 'here' } : null),
    back: () => setOpened({ state: 'here' }),
    apart() {
      const asked = window.open('', 'sanketang-captions', 'popup,width=760,height=560');
      setBlocked(asked === null);
      if (asked !== null) setOpened({ state: 'window', window: asked });
    },
  };
}

type ButtonProps = { readonly place: CaptionPlace; readonly size?: 'middle' | 'large' };

/** Opens and closes the typing of live captions 实时字幕. */
export function CaptionButton({ place, size = 'middle' }: ButtonProps) {
  const t = useText();
  return (
    <Button size={size} aria-pressed={place.opened !== null} title={t('caption.how')} onClick={place.toggle}>
      {t('caption.open')}
    </Button>
  );
}

type PanelProps = { readonly session: JoinedSession; readonly place: CaptionPlace };

export function CaptionPanel({ session, place }: PanelProps) {
  const t = useText();
  const live = useLive();
  const { sessionId, view, card } = session;
  const [desk, setDesk] = useState<Desk>(() => deskFrom(localStorage.getItem(KEPT), card.language));
  if (place.opened === null) return null;
  const typing = (
    <CaptionDesk
      desk={desk}
      shown={view.lesson.captions ?? []}
      onDesk={(chosen) => {
        localStorage.setItem(KEPT, deskText(chosen));
        setDesk(chosen);
      }}
      onSay={(line) => live.command('caption.say', { sessionId, ...line })}
    />
  );
  if (place.opened.state === 'window')
    return (
      <section className="caption-panel" aria-label={t('caption.title')}>
        <header>
          <h2>{t('caption.title')}</h2>
          <Button onClick={place.back}>{t('caption.back')}</Button>
        </header>
        <p className="quiet">{t('caption.opened')}</p>
        <OwnWindow window={place.opened.window}>{typing}</OwnWindow>
      </section>
    );
  return (
    <section className="caption-panel" aria-label={t('caption.title')}>
      <header>
        <h2>{t('caption.title')}</h2>
        <Button onClick={place.apart}>{t('caption.window')}</Button>
      </header>
      {place.blocked && <p role="alert">{t('caption.blocked')}</p>}
      {typing}
    </section>
  );
}

type WindowProps = { readonly window: Window; readonly children: ReactNode };

function OwnWindow({ window: other, children }: WindowProps) {
  const t = useText();
  const locale = useLanguage((language) => language.locale);
  const [place, setPlace] = useState<HTMLElement | null>(null);
  useEffect(() => {
    setPlace(dress(other.document, null));
    return () => setPlace(null);
  }, [other]);
  useEffect(() => {
    other.document.documentElement.lang = locale;
    other.document.title = t('caption.title');
  }, [other, locale, t]);
  return place === null ? null : createPortal(<main className="caption-window">{children}</main>, place);
}
