import type { SeatKey } from './session.events.ts';
import { lineNewsBetween, withNews } from './session.line.ts';
import type { SeatView, SessionView, StreamView, ViewMessage } from './session.view.ts';

/** The news that turns one view into another. Empty when the audience sees no difference. */
export function messagesBetween(before: SessionView, after: SessionView): ViewMessage[] {
  const messages: ViewMessage[] = [];
  if (!same(before.lesson, after.lesson)) messages.push({ type: 'lesson.changed', lesson: after.lesson });
  for (const seat of Object.values<SeatView>(after.seats)) {
    if (!same(before.seats[seat.seat], seat)) messages.push({ type: 'seat.changed', seat });
  }
  for (const seat of Object.keys(before.seats) as SeatKey[]) {
    if (!(seat in after.seats)) messages.push({ type: 'seat.removed', seat });
  }
  for (const stream of Object.values<StreamView>(before.streams)) {
    if (!(stream.streamId in after.streams))
      messages.push({ type: 'stream.closed', streamId: stream.streamId });
  }
  for (const stream of Object.values<StreamView>(after.streams)) {
    // A stream whose owner came to lead is told again: mirrors replace what they have under its id.
    if (!same(before.streams[stream.streamId], stream)) messages.push({ type: 'stream.published', stream });
  }
  for (const line of lineNewsBetween(before.lines, after.lines))
    messages.push({ type: 'line.changed', line });
  return messages;
}

/** What a mirror does with one piece of news. */
export function applyMessage(view: SessionView, message: ViewMessage): SessionView {
  switch (message.type) {
    case 'lesson.changed':
      return { ...view, lesson: message.lesson };
    case 'seat.changed':
      return { ...view, seats: { ...view.seats, [message.seat.seat]: message.seat } };
    case 'seat.removed': {
      const { [message.seat]: _, ...seats } = view.seats;
      return { ...view, seats };
    }
    case 'stream.published':
      return { ...view, streams: { ...view.streams, [message.stream.streamId]: message.stream } };
    case 'stream.closed': {
      const { [message.streamId]: _, ...streams } = view.streams;
      return { ...view, streams };
    }
    case 'line.changed':
      return { ...view, lines: withNews(view.lines, message.line) };
  }
}

/** Equal as the wire would carry them; views are small and their keys are written in one order. */
function same(a: unknown, b: unknown): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}
