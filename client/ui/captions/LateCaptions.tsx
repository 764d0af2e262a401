import type { ComponentProps } from 'react';
import { useLate } from '../use-late.ts';
import type { CaptionLines } from './CaptionLines.tsx';
import type { ReadProps } from './ReadCaptions.tsx';

/** Captions with their code, which comes over the line when somebody types the first: few lessons have any. */
export function LateCaptions(props: ReadProps) {
  const Read = useLate(props.captions !== undefined, readCaptions);
  return Read === null || props.captions === undefined ? null : <Read {...props} />;
}

/** The lines alone, as somebody else has chosen them. */
export function LateLines(props: ComponentProps<typeof CaptionLines>) {
  const Lines = useLate(true, captionLines);
  return Lines === null ? null : <Lines {...props} />;
}

const readCaptions = async () => (await import('./ReadCaptions.tsx')).ReadCaptions;
const captionLines = async () => (await import('./CaptionLines.tsx')).CaptionLines;
