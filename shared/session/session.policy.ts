import type { ConnectionId, PersonId } from '../kernel/ids.ts';
import type { LessonKind, LessonMode } from '../lesson.ts';
import type { StreamSource } from '../media.ts';
import { type SeatKey, type SeatPart, seatOfPerson } from './session.events.ts';
import { isOnLine } from './session.line-voice.ts';
import type { SessionState } from './session.state.ts';

/** As what somebody counts: rooms in coverage, teachers in workload, viewers by the minute, `nobody` not at all. */
export type CountedAs = 'room' | 'teacher' | 'viewer' | 'nobody';
/** Whom somebody sees: who is on stage, also everybody who takes part, or hidden observers as well. */
export type Sight = 'stage' | 'everybody' | 'observers';

export type PartPolicy = {
  /** Sources that this part may send at any time. */
  readonly sends: readonly StreamSource[];
  /** What being called on stage adds. */
  readonly onStage: readonly StreamSource[];
  /** What an open private line adds, for the two connections that it joins. */
  readonly onLine?: readonly StreamSource[];
  readonly sees: Sight;
  readonly countedAs: CountedAs;
};

/** What one kind of lesson in one mode is. A part without an entry has no place in it. */
export type SessionPolicy = {
  readonly parts: Readonly<Partial<Record<SeatPart, PartPolicy>>>;
  /** Parts that are on stage without being called. */
  readonly stageByDefault: readonly SeatPart[];
  /** How many seats can be called on stage at once. */
  readonly stageMax: number;
  /** As what a named member comes in; null where a lesson has none. */
  readonly memberPart: 'member' | 'observer' | null;
  /** Whether a recording may hold who is on stage as well, when whoever leads wants that; else the leading side alone. */
  readonly recordsStage?: true;
  /** Each room plays a recording by itself: nobody leads, and no media is carried. */
  readonly plays?: true;
};

const lecturer: PartPolicy = {
  sends: ['camera', 'content', 'voice'],
  onStage: [],
  onLine: ['line'],
  sees: 'everybody',
  countedAs: 'teacher',
};
const assistant: PartPolicy = { sends: [], onStage: [], sees: 'everybody', countedAs: 'teacher' };
const observer: PartPolicy = { sends: [], onStage: [], sees: 'observers', countedAs: 'nobody' };
const phone: PartPolicy = { sends: [], onStage: [], onLine: ['line'], sees: 'stage', countedAs: 'nobody' };
/** A room is seen by consoles; its microphone stays closed until it is called on. */
const room: PartPolicy = { sends: ['camera'], onStage: ['voice'], sees: 'stage', countedAs: 'room' };
const silentRoom: PartPolicy = { ...room, sends: [], onStage: [] };
const member: PartPolicy = {
  sends: ['camera', 'voice'],
  onStage: [],
  sees: 'everybody',
  countedAs: 'teacher',
};
/** What the lecture room's equipment sends is the lecturer's; see `leadingStreams`. */
const host: PartPolicy = {
  sends: ['camera', 'content', 'voice'],
  onStage: [],
  sees: 'stage',
  countedAs: 'nobody',
};
const viewer: PartPolicy = { sends: [], onStage: [], sees: 'stage', countedAs: 'viewer' };

/** Live 直播 is one way: nothing comes back but head-counts and signals, and anybody with the link may watch. */
const live: SessionPolicy = {
  parts: { lecturer, assistant, observer, phone, room: silentRoom, viewer, host },
  stageByDefault: ['lecturer', 'host'],
  stageMax: 0,
  memberPart: null,
};

/** Recorded 录播式: what was recorded before belongs to each room; the local teacher counts, pauses and confirms. */
const recorded: SessionPolicy = {
  parts: { assistant, observer, phone: { ...phone, onLine: [] }, room: silentRoom },
  stageByDefault: [],
  stageMax: 0,
  memberPart: null,
  plays: true,
};

/** More rooms at once than this nobody can follow, and a wall of four pictures is still readable from the last row. */
export const STAGE_MAX = 4;

/** THE table: the three classrooms 三个课堂 are rows of it, not products of their own. */
const policies: Readonly<Record<LessonKind, Readonly<Partial<Record<LessonMode, SessionPolicy>>>>> = {
  delivery: {
    interactive: {
      parts: { lecturer, assistant, observer, phone, room, host },
      stageByDefault: ['lecturer', 'host'],
      stageMax: STAGE_MAX,
      memberPart: null,
    },
    live,
    recorded,
  },
  master: {
    /** 研讨: everybody is on stage. */
    seminar: {
      parts: { lecturer, assistant, observer, member, host },
      stageByDefault: ['lecturer', 'host', 'member'],
      stageMax: 0,
      memberPart: 'member',
      recordsStage: true,
    },
    /** 观摩: a lesson with its class, and colleagues who watch it unseen. */
    observation: {
      parts: { lecturer, assistant, observer: { ...observer, countedAs: 'teacher' }, phone, room, host },
      stageByDefault: ['lecturer', 'host'],
      stageMax: STAGE_MAX,
      memberPart: 'observer',
      recordsStage: true,
    },
  },
  online: { live },
};

/** The modes that a kind has, in the order in which they are offered. */
export const modesOf = (kind: LessonKind): readonly LessonMode[] =>
  Object.keys(policies[kind]) as readonly LessonMode[];

/** The row of a lesson; null for a mode that its kind does not have. */
export const policyFor = (kind: LessonKind, mode: LessonMode): SessionPolicy | null =>
  policies[kind][mode] ?? null;

const nothing: SessionPolicy = { parts: {}, stageByDefault: [], stageMax: 0, memberPart: null };

/** The row of a session; before it is opened nobody may do anything in it. */
export const policyOf = ({ kind, mode }: Pick<Lesson, 'kind' | 'mode'>): SessionPolicy =>
  kind === null || mode === null ? nothing : (policyFor(kind, mode) ?? nothing);

type Sitting = { readonly seat: SeatKey; readonly part: SeatPart; readonly connectionId?: ConnectionId };
/** What a session's rights depend on; a client finds it in its view. */
export type Lesson = {
  readonly kind: LessonKind | null;
  readonly mode: LessonMode | null;
  readonly phase: { readonly state: SessionState['phase']['state'] };
  readonly stage: readonly { readonly seat: SeatKey }[];
  /** Microphones that whoever leads has closed. */
  readonly muted?: readonly SeatKey[] | undefined;
  /** The voice of a private line, for whom it concerns. */
  readonly lineVoice?: Parameters<typeof isOnLine>[0];
};
export const lessonOf = ({
  plan,
  phase,
  stage,
  muted,
  lineVoice,
}: Pick<SessionState, 'plan' | 'phase' | 'stage' | 'muted' | 'lineVoice'>): Lesson => ({
  kind: plan?.kind ?? null,
  mode: plan?.mode ?? null,
  phase,
  stage,
  muted: Object.keys(muted) as SeatKey[],
  lineVoice,
});

/**
 * The sources that somebody may send now. Asked by the server where packets flow; shown to clients so that they do not try. Before the
 * start pictures may be made ready; nobody is heard. While whoever leads speaks on a private line the class does not hear them.
 */
export function maySend(lesson: Lesson, { seat, part, connectionId }: Sitting): readonly StreamSource[] {
  const own = policyOf(lesson).parts[part];
  if (own === undefined) return [];
  const called = lesson.stage.some((each) => each.seat === seat);
  const all = called ? [...own.sends, ...own.onStage] : own.sends;
  const away = (part === 'lecturer' || part === 'host') && lesson.lineVoice?.state === 'open';
  const heard = lesson.phase.state === 'live' && lesson.muted?.includes(seat) !== true && !away;
  const inClass = heard ? all : all.filter((source) => source !== 'voice');
  return isOnLine(lesson.lineVoice, connectionId) ? [...inClass, ...(own.onLine ?? [])] : inClass;
}

/** The sources that this part may send at some time in the lesson: what is worth making ready. */
export function maySendEver(lesson: Lesson, part: SeatPart): readonly StreamSource[] {
  const own = policyOf(lesson).parts[part];
  return own === undefined ? [] : [...own.sends, ...own.onStage, ...(own.onLine ?? [])];
}

/** Whether everybody sees and hears this seat. */
export const isOnStage = (lesson: Lesson, { seat, part }: Sitting): boolean =>
  policyOf(lesson).stageByDefault.includes(part) || lesson.stage.some((each) => each.seat === seat);

/** Whether a recording of this lesson may hold who is on stage beside the leading side. */
export const mayRecordStage = (lesson: Pick<Lesson, 'kind' | 'mode'>): boolean =>
  policyOf(lesson).recordsStage === true;

/** Whether a named teacher takes part in this lesson beside whoever leads it. */
export const isMember = (
  { memberIds }: { readonly memberIds: readonly PersonId[] },
  seat: SeatKey,
): boolean => memberIds.some((each) => seatOfPerson(each) === seat);
