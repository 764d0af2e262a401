import { type ComponentProps, type ComponentType, useEffect, useState } from 'react';
import type { CaptionSheet } from './CaptionSheet.tsx';

/** Fetched when somebody first opens it: few lessons have captions. */
export function LateCaptionSheet(props: ComponentProps<typeof CaptionSheet>) {
  const [Sheet, setSheet] = useState<ComponentType<typeof props> | null>(null);
  useEffect(() => {
    let wanted = true;
    void import('./CaptionSheet.tsx').then((made) => wanted && setSheet(() => made.CaptionSheet));
    return () => {
      wanted = false;
    };
  }, []);
  return Sheet === null ? <main className="page" /> : <Sheet {...props} />;
}
