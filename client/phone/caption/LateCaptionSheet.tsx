import type { ComponentProps } from 'react';
import { useLate } from '../../ui/use-late.ts';
import type { CaptionSheet } from './CaptionSheet.tsx';

const captionSheet = async () => (await import('./CaptionSheet.tsx')).CaptionSheet;

/** Fetched when somebody first opens it: few lessons have captions. */
export function LateCaptionSheet(props: ComponentProps<typeof CaptionSheet>) {
  const Sheet = useLate(true, captionSheet);
  return Sheet === null ? <main className="page" /> : <Sheet {...props} />;
}
