import type { CoursewareId } from '../../shared/kernel/ids.ts';
import type { Replay, ReplayChapter } from '../../shared/recording.ts';
import { type SeatKey, type SessionEvent, seatOfRoom } from '../../shared/session/session.events.ts';
import type { Gap } from './recording.types.ts';

type Slide = Replay['slides'][number];

export type ChapterGround = {
  readonly events: readonly SessionEvent[];
  readonly gaps: readonly Gap[];
  /** What the recorder had not and somebody's own copy had. */
  readonly filled?: readonly { readonly fromMs: number }[];
  readonly startedAtMs: number;
  readonly durationMs: number;
  readonly roomNames: ReadonlyMap<SeatKey, string>;
  readonly coursewareNames: ReadonlyMap<CoursewareId, string>;
};

/** Pages that were only leafed through are no chapters. */
const PAGE_STAYS_MS = 3_000;
/** What happened before a recording began still holds at its start. */
type Placed = { readonly atMs: number };

/** What stands on the walls after an event; undefined for one that changes nothing of it. */
function openAfter(
  open: Slide['open'],
  event: SessionEvent,
  names: ChapterGround['coursewareNames'],
): Slide['open'] | undefined {
  switch (event.type) {
    case 'courseware.opened': {
      const { coursewareId, page } = event.body;
      return { coursewareId, name: names.get(coursewareId) ?? '', page };
    }
    case 'courseware.turned':
      return open === null
        ? undefined
        : { coursewareId: open.coursewareId, name: open.name, page: event.body.page };
    case 'courseware.zoomed':
      return open === null ? undefined : { ...open, zoom: event.body.zoom };
    case 'courseware.closed':
    case 'session.ended':
      return open === null ? undefined : null;
    default:
      return undefined;
  }
}

/** Which page stood on the walls from when on; the first one says what stood there when the recording began. */
export function slidesOf({ events, startedAtMs, durationMs, coursewareNames }: ChapterGround): Slide[] {
  const slides: Slide[] = [];
  let open: Slide['open'] = null;
  for (const event of events) {
    const after = openAfter(open, event, coursewareNames);
    if (after === undefined) continue;
    open = after;
    const atMs = Math.max(0, Math.round(event.occurredAtMs - startedAtMs));
    if (atMs > durationMs) break;
    if (slides.at(-1)?.atMs === atMs) slides.pop();
    slides.push({ atMs, open });
  }
  return slides.toSorted(byTime);
}

/** Places worth jumping to, sorted, all inside the recording: its start, pages, rooms on stage, questions, what rooms said, gaps. */
export function chaptersOf(ground: ChapterGround): ReplayChapter[] {
  const { events, gaps, filled = [], startedAtMs, durationMs, roomNames } = ground;
  const inside = ({ atMs }: Placed) => atMs >= 0 && atMs <= durationMs;
  const named = (seat: SeatKey) => {
    const roomName = roomNames.get(seat);
    return roomName === undefined ? { seat } : { seat, roomName };
  };
  let questions = 0;
  const told = events.flatMap((event): ReplayChapter[] => {
    const atMs = Math.round(event.occurredAtMs - startedAtMs);
    switch (event.type) {
      case 'stage.called':
        return [{ atMs, kind: 'stage', ...named(event.body.seat) }];
      case 'question.asked': {
        questions += 1;
        const text = event.words;
        return [{ atMs, kind: 'question', number: questions, ...(text === undefined ? {} : { text }) }];
      }
      case 'signal.sent':
        return [{ atMs, kind: 'remark', ...named(seatOfRoom(event.body.roomId)), text: event.body.signal }];
      default:
        return [];
    }
  });
  const chapters: ReplayChapter[] = [
    { atMs: 0, kind: 'start' },
    ...pagesOf(slidesOf(ground), durationMs),
    ...renewalsLeftOut(told.filter(inside)),
    ...gaps
      .map(({ fromMs }): ReplayChapter => ({ atMs: Math.max(0, Math.round(fromMs)), kind: 'gap' }))
      .filter(inside),
    ...filled
      .map(({ fromMs }): ReplayChapter => ({ atMs: Math.max(0, Math.round(fromMs)), kind: 'filled' }))
      .filter(inside),
  ];
  return chapters.toSorted(byTime);
}

function pagesOf(slides: readonly Slide[], durationMs: number): ReplayChapter[] {
  let before = '';
  return slides.flatMap(({ atMs, open }, place): ReplayChapter[] => {
    const untilMs = slides[place + 1]?.atMs ?? durationMs;
    if (open === null) before = '';
    if (open === null || untilMs - atMs < PAGE_STAYS_MS) return [];
    const key = `${open.coursewareId} ${open.page}`;
    if (key === before) return [];
    before = key;
    return [{ atMs, kind: 'page', page: open.page, text: open.name }];
  });
}

/** A call that is renewed goes on: calling the seat again that was called last is no new chapter within a minute. */
function renewalsLeftOut(chapters: readonly ReplayChapter[]): ReplayChapter[] {
  const calledAtMs = new Map<SeatKey, number>();
  return chapters.filter(({ kind, seat, atMs }) => {
    if (kind !== 'stage' || seat === undefined) return true;
    const before = calledAtMs.get(seat);
    calledAtMs.set(seat, atMs);
    return before === undefined || atMs - before > 60_000;
  });
}

const byTime = (a: Placed, b: Placed): number => a.atMs - b.atMs;
