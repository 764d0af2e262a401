import type { StreamId } from '../../../../shared/kernel/ids.ts';
import type { CoursewareView } from '../../../../shared/session/session.courseware.ts';
import { seatOfRoom } from '../../../../shared/session/session.events.ts';
import type { QuestionView } from '../../../../shared/session/session.question.ts';
import type { JoinedSession, LiveStream } from '../../../live/live.types.ts';
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
  /** Who was called on stage 发言中; its picture may still be on its way. */
  readonly called: { readonly schoolName: string; readonly picture: ClassPicture | null } | null;
  /** 快速提问; its result only once it is shown. */
  readonly question: QuestionView | null;
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
};

export function classSceneOf({ session, streams, own }: Facts): ClassScene {
  const { card, view, part } = session;
  const leads = part === 'lecturer';
  const lecturers = (source: LiveStream['source']): ClassPicture | null => {
    const stream = streams.find((each) => each.part === 'lecturer' && !each.own && each.source === source);
    return stream === undefined || stream.unsupported ? null : { kind: 'received', stream };
  };
  return {
    subject: `${card.subject} ${card.grade}`.trim(),
    teacherName: card.lecturer.name,
    schoolName: card.leadingSchool.name,
    content: paperIn({ view }, streams) ?? (leads ? ownPicture(own.content) : lecturers('content')),
    teacher: leads ? ownPicture(own.camera) : lecturers('camera'),
    called: calledOf(card.rooms, view.lesson.stage.at(-1)?.seat, streams),
    question: publicQuestion(view.lesson.question),
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

function calledOf(
  rooms: JoinedSession['card']['rooms'],
  seat: string | undefined,
  streams: readonly LiveStream[],
): ClassScene['called'] {
  const room = rooms.find(({ roomId }) => seatOfRoom(roomId) === seat);
  if (room === undefined) return null;
  const stream = streams.find((each) => each.seat === seat && each.source === 'camera');
  const isShown = stream !== undefined && stream.track !== null && !stream.unsupported;
  return { schoolName: room.schoolName, picture: isShown ? { kind: 'received', stream } : null };
}

/** What is large: content before anything else, then who was called, for the class has its teacher in the room. */
export function layoutOf(scene: ClassScene): 'content' | 'called' | 'teacher' | 'none' {
  if (scene.content !== null) return 'content';
  if (scene.called !== null) return 'called';
  return scene.teacher !== null ? 'teacher' : 'none';
}

export const keyOf = (picture: ClassPicture): StreamId | string =>
  picture.kind === 'own'
    ? picture.track.id
    : picture.kind === 'paper'
      ? picture.open.coursewareId
      : picture.stream.streamId;
