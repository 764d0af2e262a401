import { useEffect, useState } from 'react';
import { createPortal } from 'react-dom';
import { useLanguage, useText } from '../../text.ts';
import { ClassView } from './ClassView.tsx';
import type { ClassScene } from './class.model.ts';
import { dress } from './dress.ts';

type ClassWindowProps = {
  readonly window: Window;
  readonly scene: ClassScene;
  readonly nowMs: number;
};

/** The class view in the second window. Its pictures are the very tracks of this page: received and decoded once. */
export function ClassWindow({ window: other, scene, nowMs }: ClassWindowProps) {
  const t = useText();
  const locale = useLanguage((language) => language.locale);
  const [place, setPlace] = useState<HTMLElement | null>(null);
  useEffect(() => {
    setPlace(dress(other.document, 'dark'));
    return () => setPlace(null);
  }, [other]);
  useEffect(() => {
    other.document.documentElement.lang = locale;
    other.document.title = t('display.title');
  }, [other, locale, t]);
  const full = useFullScreen(other);
  if (place === null) return null;
  return createPortal(
    <main className="display-window">
      <ClassView scene={scene} nowMs={nowMs} />
      {!full && (
        <button type="button" className="display-fill" onClick={() => fill(other)}>
          {t('display.fill')}
        </button>
      )}
    </main>,
    place,
  );
}

function fill(other: Window): void {
  // Refused when the window was closed under the finger; there is nothing to fill then.
  other.document.documentElement.requestFullscreen().catch(() => undefined);
}

/** By the window's size: a window that was opened full screen by its features has no full-screen element. */
function useFullScreen(other: Window): boolean {
  const [full, setFull] = useState(false);
  useEffect(() => {
    const look = () => setFull(other.innerHeight >= other.screen.height - 1);
    look();
    other.addEventListener('resize', look);
    return () => other.removeEventListener('resize', look);
  }, [other]);
  return full;
}
