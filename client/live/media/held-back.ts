import type { SeatKey } from '../../../shared/session/session.events.ts';
import type { SessionView } from '../../../shared/session/session.view.ts';
import { freshLine, type HeldLine, nextLine, type Targets } from './jitter-target.ts';
import type { TransportTotals } from './stats.ts';

/** How long a client's receivers hold back what comes; kept over every path, since a new path runs over the same line. */
export class HeldBack {
  #line: HeldLine = freshLine;
  #talks = false;

  get targets(): Targets {
    return this.#line;
  }

  follow(view: SessionView | null, seat: SeatKey | undefined): void {
    this.#talks = view !== null && seat !== undefined && talks(view, seat);
  }

  /** One look at what is received. @returns the targets from now on */
  heard({ line, roundTripMs }: Pick<TransportTotals, 'line' | 'roundTripMs'>, atMs: number): Targets {
    this.#line = nextLine(this.#line, { ...line, roundTripMs, atMs }, this.#talks);
    return this.#line;
  }
}

/** Whether a seat is in a conversation: on stage, or leading while somebody is. */
function talks({ lesson, seats }: SessionView, seat: SeatKey): boolean {
  const leads = seats[seat]?.part === 'lecturer';
  return leads ? lesson.stage.length > 0 : lesson.stage.some((each) => each.seat === seat);
}
