import { type ComponentProps, type ComponentType, useEffect, useState } from 'react';
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

function useLate<P>(wanted: boolean, load: () => Promise<ComponentType<P>>): ComponentType<P> | null {
  const [Part, setPart] = useState<ComponentType<P> | null>(null);
  useEffect(() => {
    if (!wanted) return;
    let gone = false;
    void untilLoaded(load).then((part) => !gone && setPart(() => part));
    return () => {
      gone = true;
    };
  }, [wanted, load]);
  return Part;
}

const AGAIN_MS = 2_000;

async function untilLoaded<T>(load: () => Promise<T>): Promise<T> {
  try {
    return await load();
  } catch (cause) {
    // The line was cut under it.
    if (!(cause instanceof TypeError)) throw cause;
    await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
    return untilLoaded(load);
  }
}
