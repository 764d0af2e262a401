import { z } from 'zod';
import { type RoomId, roomId } from '../kernel/ids.ts';

/**
 * 私线, the private line between whoever leads a lesson and the local teacher of one room: written words that no screen, no other room, no
 * member, viewer or observer ever gets.
 */

/** Which end of a line: the lecturer's (console, own phone, an assistant of the leading school), or the room's phone. */
export const lineSide = z.enum(['lecturer', 'room']);
export type LineSide = z.infer<typeof lineSide>;

/** Longest word in UTF-16 units, as an input field counts them. */
export const LINE_TEXT_MAX = 200;
/** What somebody writes: one line, nothing but what can be read. */
export const lineText = z
  .string()
  .trim()
  .min(1)
  .max(LINE_TEXT_MAX)
  .regex(/^\P{Cc}*$/u);

/** A lesson remembers this many words of each room. */
export const LINE_WORDS_MAX = 100;

/** One thing said. `number` counts from 1 in its room; `words` is null once they were erased. */
export const lineWord = z.object({
  number: z.int().min(1),
  from: lineSide,
  words: z.string().nullable(),
  saidAtMs: z.int(),
});
export type LineWord = z.infer<typeof lineWord>;

/** The line of one room. `readUpTo`: the last number that each side has had before its eyes; 0 before the first. */
export const lineView = z.object({
  said: z.array(lineWord),
  readUpTo: z.object({ lecturer: z.int().min(0), room: z.int().min(0) }),
});
export type LineView = z.infer<typeof lineView>;

/** Lines by room. */
export const lineViews = z.record(roomId, lineView);
export type LineViews = z.infer<typeof lineViews>;

/** News of one line: only what was added, since a whole conversation would be told again with every word. */
export const lineNews = z.object({ roomId, said: z.array(lineWord), readUpTo: lineView.shape.readUpTo });
type LineNews = z.infer<typeof lineNews>;

type Lines = Readonly<Record<RoomId, Readonly<LineView>>>;
const silent: LineView = { said: [], readUpTo: { lecturer: 0, room: 0 } };
const lineOf = (lines: Lines, room: RoomId): LineView => lines[room] ?? silent;
const lastNumber = ({ said }: LineView): number => said.at(-1)?.number ?? 0;

/** The lines after one more word. Who writes has read what stands above it. */
export function withWord(lines: Lines, room: RoomId, word: Omit<LineWord, 'number'>): Lines {
  const line = lineOf(lines, room);
  const number = lastNumber(line) + 1;
  const said = [...line.said, { number, ...word }].slice(-LINE_WORDS_MAX);
  return { ...lines, [room]: { said, readUpTo: { ...line.readUpTo, [word.from]: number } } };
}

/** The lines after a side has read up to a number; nobody reads what was not said, or less than before. */
export function withRead(
  lines: Lines,
  room: RoomId,
  { by, upTo }: { readonly by: LineSide; readonly upTo: number },
): Lines {
  const line = lines[room];
  const read = Math.min(upTo, line === undefined ? 0 : lastNumber(line));
  if (line === undefined || read <= line.readUpTo[by]) return lines;
  return { ...lines, [room]: { ...line, readUpTo: { ...line.readUpTo, [by]: read } } };
}

/** How many words of the other side somebody has not read yet. */
export const unreadCount = (line: LineView | undefined, side: LineSide): number =>
  line?.said.filter(({ number, from }) => from !== side && number > line.readUpTo[side]).length ?? 0;

/** What makes the lines before those after; lines never end while a lesson is looked at. */
export function lineNewsBetween(before: LineViews | undefined, after: LineViews | undefined): LineNews[] {
  if (before === after) return [];
  const news: LineNews[] = [];
  for (const [key, line] of Object.entries(after ?? {})) {
    const room = key as RoomId;
    const known = lineOf(before ?? {}, room);
    const said = line.said.filter(({ number }) => number > lastNumber(known));
    const { lecturer, room: byRoom } = line.readUpTo;
    const readMore = lecturer !== known.readUpTo.lecturer || byRoom !== known.readUpTo.room;
    if (said.length > 0 || readMore) news.push({ roomId: room, said, readUpTo: line.readUpTo });
  }
  return news;
}

/** What a mirror does with such news. */
export function withNews(
  lines: LineViews | undefined,
  { roomId: room, said, readUpTo }: LineNews,
): LineViews {
  const before = lineOf(lines ?? {}, room).said;
  return { ...lines, [room]: { said: [...before, ...said].slice(-LINE_WORDS_MAX), readUpTo } };
}
