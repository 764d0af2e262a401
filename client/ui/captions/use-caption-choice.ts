import type { CaptionChoice } from '../../../shared/caption/choice.ts';
import { type CaptionKeep, createCaptionKeep } from '../../live/captions/caption-keep.ts';
import { deviceShelf } from '../../live/shelf.ts';
import { useReadable } from '../use-readable.ts';

let keep: CaptionKeep | null = null;

/** The one of this page, so that a window for the class shows what is chosen at the console. */
function deviceKeep(): CaptionKeep {
  keep ??= createCaptionKeep(deviceShelf('captions'));
  return keep;
}

/** What this device shows of captions; null before anybody has said. */
export function useCaptionChoice(): readonly [
  choice: CaptionChoice | null,
  choose: (choice: CaptionChoice) => void,
] {
  const device = deviceKeep();
  return [useReadable(device), device.set];
}
