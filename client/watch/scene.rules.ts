import type { AppError } from '../../shared/kernel/errors.ts';
import { unreachable } from '../../shared/kernel/result.ts';
import type { SeatView, SessionView } from '../../shared/session/session.view.ts';
import type { WatchLesson } from '../../shared/watch.ts';
import type { JoinedSession, LinkState } from '../live/live.types.ts';
import type { Pictures, Scene, Stop, Trouble, WatchFacts } from './watch.types.ts';

/** How long connecting may take before it is worth a word. */
const PATIENCE_MS = 2000;

/** What is on the page now. Pure: the same facts, pictures and time give the same page. */
export function sceneOf({ door, link, session }: WatchFacts, pictures: Pictures, nowMs: number): Scene {
  switch (door.state) {
    case 'opening':
      return { scene: 'starting' };
    case 'unreachable':
      return { scene: 'unreachable', sinceMs: door.sinceMs };
    case 'refused':
      return { scene: 'stopped', why: stopOf(door.error), error: door.error };
    case 'open':
      return session.state === 'joined'
        ? joinedScene(door.lesson, session, { link, pictures, nowMs })
        : quietScene(door.lesson);
    default:
      return unreachable(door);
  }
}

/** The answer tells no more about a link that never was than about one that leads elsewhere. */
function stopOf({ code }: AppError): Stop {
  switch (code) {
    case 'BAD_REQUEST':
      return 'noLink';
    case 'NOT_FOUND':
      return 'unknown';
    case 'LINK_CLOSED':
      return 'closed';
    case 'LESSON_ENDED':
      return 'ended';
    case 'TOO_MANY_TRIES':
      return 'tries';
    default:
      return 'other';
  }
}

function quietScene(lesson: WatchLesson): Scene {
  switch (lesson.phase) {
    case 'cancelled':
      return { scene: 'stopped', why: 'cancelled', error: null };
    case 'ended':
      return { scene: 'over', lesson };
    case 'live':
      return { scene: 'live', lesson, trouble: 'connecting' };
    case 'planned':
    case 'waiting':
      return { scene: 'before', lesson, lecturerHere: false };
    default:
      return unreachable(lesson.phase);
  }
}

type Around = { readonly link: LinkState; readonly pictures: Pictures; readonly nowMs: number };

function joinedScene(lesson: WatchLesson, session: JoinedSession, around: Around): Scene {
  const { phase } = session.view.lesson;
  switch (phase.state) {
    case 'unopened':
    case 'waiting':
      return {
        scene: 'before',
        lesson,
        lecturerHere: lecturerOf(session.view)?.presence.state === 'connected',
      };
    case 'live':
      return { scene: 'live', lesson, trouble: troubleOf(session, around) };
    case 'ended':
      return { scene: 'over', lesson };
    default:
      return unreachable(phase);
  }
}

const lecturerOf = (view: SessionView): SeatView | undefined =>
  Object.values<SeatView>(view.seats).find((seat) => seat.part === 'lecturer');

/** The worst thing first; what heals by itself says so. */
export function troubleOf(session: JoinedSession, { link, pictures, nowMs }: Around): Trouble {
  const { media } = session;
  const lecturer = lecturerOf(session.view)?.presence.state ?? 'absent';
  const shown = [pictures.camera, pictures.content].filter((each) => each !== null);
  const flows = shown.some((each) => each.flowing);
  const linkIsDown = link.state !== 'connected' || !session.current;
  if (linkIsDown && !flows) return 'reconnecting';
  if (lecturer === 'lost') return 'lecturerLost';
  if (lecturer !== 'connected') return flows ? null : 'lecturerAway';
  if (media.state === 'lost') return 'reconnecting';
  if (media.state === 'unavailable') return 'mediaUnavailable';
  // Pages need no media: on a line that carries voice alone they are the lesson.
  const hasPages = session.view.lesson.courseware !== undefined;
  if (shown.length === 0) return hasPages ? null : 'nothingSent';
  if (shown.every((each) => each.unsupported)) return 'unsupported';
  if (!flows && !hasPages && nowMs - media.sinceMs > PATIENCE_MS)
    return media.state === 'connecting' ? 'connecting' : 'still';
  return null;
}
