import { textOfCaptions } from '../../../shared/caption/caption-bytes.ts';
import { type CaptionProblem, readCaptions, writeSrt } from '../../../shared/caption/caption-file.ts';

/** What was uploaded, as it is edited: SRT when it can be read, else as it came, with what is wrong with it. */
export type Opened = { readonly text: string; readonly problem: CaptionProblem | null };

export function openedFile(bytes: Uint8Array): Opened {
  const decoded = textOfCaptions(bytes);
  if (!decoded.ok) return { text: '', problem: decoded.problem };
  const text = decoded.text.replace(/\r\n?/g, '\n');
  const read = readCaptions(text);
  return read.ok ? { text: writeSrt(read.cues), problem: null } : { text, problem: read.problem };
}

/** Where a line of a text begins and ends, from 1. */
export function spanOfLine(text: string, line: number): readonly [from: number, to: number] {
  const lines = text.split('\n');
  const from = lines.slice(0, line - 1).reduce((sum, each) => sum + each.length + 1, 0);
  return [from, from + (lines[line - 1]?.length ?? 0)];
}
