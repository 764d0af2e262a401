import type { StreamId } from '../../../../shared/kernel/ids.ts';
import type { CoursewareView } from '../../../../shared/session/session.courseware.ts';
import { type SeatKey, seatOfRoom } from '../../../../shared/session/session.events.ts';
import type { QuestionView } from '../../../../shared/session/session.question.ts';
import type { RecordingView } from '../../../../shared/session/session.recording.ts';
import type { WallLayout } from '../../../../shared/session/session.wall.ts';
import type { WallPart, WallPlan } from '../../../../shared/session/session.wall-plan.ts';
import { type CaptionNow, captionsNow } from '../../../live/captions/captions.rules.ts';
import type { JoinedSession, LiveStream } from '../../../live/live.types.ts';
import { layoutIn, secondsLeft, wallIn } from '../../../live/wall.ts';
import { frontOf } from '../courseware/front.model.ts';

/** A picture of the class view: the own one as it is captured, or one as it arrives. */
export type ClassPicture =
  | { readonly kind: 'own'; readonly track: MediaStreamTrack }
  | { readonly kind: 'received'; readonly stream: LiveStream }
  /** The open courseware 课件. */
  | { readonly kind: 'paper'; readonly open: CoursewareView };

/** What the class may see, and nothing else: this is all that the class view is given. */
export type ClassScene = {
  readonly subject: string;
  readonly teacherName: string;
  readonly schoolName: string;
  readonly content: ClassPicture | null;
  readonly teacher: ClassPicture | null;
  readonly layout: WallLayout;
  /** What stands where. */
  readonly plan: WallPlan;
  /** The rooms that stand on the wall, and no other. */
  readonly rooms: ReadonlyMap<SeatKey, ClassRoom>;
  /** 快速提问; its result only once it is shown. */
  readonly question: QuestionView | null;
  /** A message to all rooms. */
  readonly notice: string | null;
  /** 实时字幕 as they stand; which of them are shown is chosen at this end. */
  readonly captions: readonly CaptionNow[] | null;
  readonly recording: RecordingView | undefined;
};

export type ClassRoom = {
  readonly schoolName: string;
  /** Null while it is still on its way. */
  readonly picture: ClassPicture | null;
  /** 发言中. */
  readonly called: boolean;
  readonly muted: boolean;
  /** Until the call ends by itself; null while that is far. */
  readonly leftSeconds: number | null;
};

/** What this end itself sends; null for what it does not send or has switched off. */
export type OwnTracks = {
  readonly camera: MediaStreamTrack | null;
  readonly content: MediaStreamTrack | null;
};

type Facts = {
  readonly session: Pick<JoinedSession, 'card' | 'view' | 'part'>;
  readonly streams: readonly LiveStream[];
  readonly own: OwnTracks;
  /** Server time, epoch ms. */
  readonly nowMs: number;
};

export function classSceneOf({ session, streams, own, nowMs }: Facts): ClassScene {
  const { card, view, part } = session;
  const leads = part === 'lecturer';
  const lecturers = (source: LiveStream['source']): ClassPicture | null => {
    const stream = streams.find((each) => each.part === 'lecturer' && !each.own && each.source === source);
    return stream === undefined || stream.unsupported ? null : { kind: 'received', stream };
  };
  const content = paperIn({ view }, streams) ?? (leads ? ownPicture(own.content) : lecturers('content'));
  const teacher = leads ? ownPicture(own.camera) : lecturers('camera');
  const seen = streams.filter((each) => each.track !== null && !each.unsupported);
  const plan = wallIn(session, seen, { content: content !== null, teacher: teacher !== null, nowMs });
  const rooms = new Map<SeatKey, ClassRoom>();
  for (const shown of [...plan.large, ...plan.aside]) {
    const room = shown.what === 'room' ? roomOf(session, shown, { seen, nowMs }) : null;
    if (shown.what === 'room' && room !== null) rooms.set(shown.seat, room);
  }
  const isKnown = (shown: WallPart) => shown.what !== 'room' || rooms.has(shown.seat);
  return {
    subject: `${card.subject} ${card.grade}`.trim(),
    teacherName: card.lecturer.name,
    schoolName: card.leadingSchool.name,
    layout: layoutIn({ view }),
    plan: { large: plan.large.filter(isKnown), aside: plan.aside.filter(isKnown) },
    content,
    teacher,
    rooms,
    question: publicQuestion(view.lesson.question),
    notice: view.lesson.notice?.words ?? null,
    captions: captionsNow(view.lesson.captions, nowMs),
    recording: view.lesson.recording,
  };
}

function paperIn(session: Pick<JoinedSession, 'view'>, streams: readonly LiveStream[]): ClassPicture | null {
  const open = frontOf(session, streams);
  return open === null ? null : { kind: 'paper', open };
}

/** The lecturer's own view knows the result before the class may. */
const publicQuestion = (question: QuestionView | undefined): QuestionView | null =>
  question === undefined
    ? null
    : { ...question, answers: {}, result: question.shown ? question.result : null };

const ownPicture = (track: MediaStreamTrack | null): ClassPicture | null =>
  track === null ? null : { kind: 'own', track };

/** Null for somebody who is no room of the lesson: there is nothing that the class would know them by. */
function roomOf(
  { card, view }: Facts['session'],
  { seat, called }: WallPart & { what: 'room' },
  { seen, nowMs }: { readonly seen: readonly LiveStream[]; readonly nowMs: number },
): ClassRoom | null {
  const room = card.rooms.find(({ roomId }) => seatOfRoom(roomId) === seat);
  if (room === undefined) return null;
  const stream = seen.find((each) => each.seat === seat && each.source === 'camera');
  const call = view.lesson.stage.find((each) => each.seat === seat);
  return {
    schoolName: room.schoolName,
    picture: stream === undefined ? null : { kind: 'received', stream },
    called,
    muted: view.lesson.muted?.includes(seat) === true,
    leftSeconds: secondsLeft(call?.untilMs ?? null, nowMs),
  };
}

export const keyOf = (picture: ClassPicture): StreamId | string =>
  picture.kind === 'own'
    ? picture.track.id
    : picture.kind === 'paper'
      ? picture.open.coursewareId
      : picture.stream.streamId;
