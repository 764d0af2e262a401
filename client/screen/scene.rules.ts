import { unreachable } from '../../shared/kernel/result.ts';
import { seatOfRoom } from '../../shared/session/session.events.ts';
import { policyOf } from '../../shared/session/session.policy.ts';
import type { SeatView, SessionView } from '../../shared/session/session.view.ts';
import type { JoinedSession, LinkState } from '../live/live.types.ts';
import type { HeadCountWords, LessonWords, Scene, ScreenFacts, Shown, Trouble } from './screen.types.ts';
import { isHandUp, onStageOf } from './stage.rules.ts';

/** How long connecting may take before it is worth a word. */
const PATIENCE_MS = 2000;

export type LecturerStreams = {
  readonly camera: Shown | null;
  readonly content: Shown | null;
  /** The line is kept for the voice: pictures stand still on purpose, and that has its own words. */
  readonly held?: boolean;
};

/** What is on the glass now. Pure: the same facts, streams and time give the same picture. */
export function sceneOf(facts: ScreenFacts, streams: LecturerStreams, nowMs: number): Scene {
  const { pairing, link } = facts;
  switch (pairing.state) {
    case 'asking':
      return { scene: 'starting' };
    case 'unreachable':
      return { scene: 'unreachable', sinceMs: pairing.sinceMs };
    case 'code':
      return { scene: 'pairing', code: pairing.code, notice: facts.notice };
    case 'paired':
      if (link.state === 'refused' && link.cause !== 'removed') return refusedScene(link);
      return facts.session.state === 'joined'
        ? lessonScene(facts.session, facts, { streams, nowMs })
        : quietScene(facts);
    default:
      return unreachable(pairing);
  }
}

function refusedScene(link: LinkState & { state: 'refused' }): Scene {
  return link.cause === 'replaced' ? { scene: 'replaced' } : { scene: 'stopped', error: link.error };
}

function quietScene({ agenda, link, session, shownOut }: ScreenFacts): Scene {
  if (shownOut !== null)
    return {
      scene: 'shownOut',
      lessonName: `${shownOut.subject} ${shownOut.grade}`.trim(),
      teacherName: shownOut.lecturer.name,
    };
  if (agenda !== null) return { scene: 'idle', joining: session.state === 'joining' };
  return link.state === 'reconnecting'
    ? { scene: 'unreachable', sinceMs: link.sinceMs }
    : { scene: 'starting' };
}

function lessonScene(
  session: JoinedSession,
  facts: ScreenFacts,
  { streams, nowMs }: { streams: LecturerStreams; nowMs: number },
): Scene {
  const lesson = lessonWords(session, facts);
  const { phase, notice } = session.view.lesson;
  const plays = policyOf(session.view.lesson).plays === true;
  const isTime = phase.state === 'live' || nowMs >= session.card.plannedStartAtMs;
  if (plays && isTime && phase.state !== 'ended') {
    const offline = facts.link.state !== 'connected' || !session.current;
    return { scene: 'recorded', lesson, notice: notice?.words ?? null, offline };
  }
  switch (phase.state) {
    case 'unopened':
    case 'waiting':
      return {
        scene: 'waiting',
        lesson,
        lecturerHere: lecturerOf(session.view)?.presence.state === 'connected',
        plays,
        notice: notice?.words ?? null,
      };
    case 'live':
      return {
        scene: 'live',
        lesson,
        trouble: troubleOf(session, facts.link, { streams, nowMs }),
        onStage: onStageOf(session, facts, nowMs),
        notice: notice?.words ?? null,
        hand: isHandUp(session),
      };
    case 'ended':
      return { scene: 'over', lesson };
    default:
      return unreachable(phase);
  }
}

export const lecturerOf = (view: SessionView): SeatView | undefined =>
  Object.values<SeatView>(view.seats).find((seat) => seat.part === 'lecturer');

/** The worst thing first; what heals by itself says so. */
export function troubleOf(
  session: JoinedSession,
  link: LinkState,
  { streams, nowMs }: { readonly streams: LecturerStreams; readonly nowMs: number },
): Trouble {
  const { media } = session;
  const lecturer = lecturerOf(session.view)?.presence.state ?? 'absent';
  const shown = [streams.camera, streams.content].filter((each) => each !== null);
  const flows = shown.some((each) => each.flowing);
  const linkIsDown = link.state !== 'connected' || !session.current;
  if (linkIsDown && !flows) return 'reconnecting';
  if (lecturer === 'lost') return 'lecturerLost';
  if (lecturer === 'absent' || lecturer === 'left') return flows ? null : 'lecturerAway';
  if (media.state === 'lost') return 'reconnecting';
  if (media.state === 'unavailable') return 'mediaUnavailable';
  // Pages need no media: on a line that carries voice alone they are the lesson.
  const hasPages = session.view.lesson.courseware !== undefined;
  if (shown.length === 0) return hasPages ? null : 'nothingSent';
  if (shown.every((each) => each.unsupported)) return 'unsupported';
  if (!flows && !hasPages && streams.held !== true && nowMs - media.sinceMs > PATIENCE_MS)
    return media.state === 'connecting' ? 'connecting' : 'still';
  return linkIsDown ? 'linkOnly' : null;
}

function lessonWords({ card, view }: JoinedSession, { agenda }: ScreenFacts): LessonWords {
  return {
    subject: card.subject,
    grade: card.grade,
    lecturerName: card.lecturer.name,
    leadingSchoolName: card.leadingSchool.name,
    plannedStartAtMs: card.plannedStartAtMs,
    headCount: headCountOf(card.rooms, view, agenda),
  };
}

function headCountOf(
  rooms: JoinedSession['card']['rooms'],
  view: SessionView,
  agenda: ScreenFacts['agenda'],
): HeadCountWords {
  const roomId = agenda?.room.roomId;
  const room = rooms.find((each) => each.roomId === roomId);
  const counted = roomId === undefined ? null : (view.seats[seatOfRoom(roomId)]?.headCount ?? null);
  return {
    presentCount: counted?.presentCount ?? null,
    expectedCount: counted?.expectedCount ?? room?.expectedCount ?? 0,
  };
}
