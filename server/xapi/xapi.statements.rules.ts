import type { SettledFact, SettledRoomFact } from '../attendance/attendance.types.ts';
import type { LessonEntry } from '../planning/planning.types.ts';

/** As much of xAPI 1.0.3 as we say. */
export type Statement = {
  readonly id: string;
  readonly actor: Agent;
  readonly verb: { readonly id: string; readonly display: Readonly<Record<string, string>> };
  readonly object: object;
  readonly result?: object;
  readonly context?: object;
  readonly timestamp: string;
};
type Agent = {
  readonly objectType: 'Agent';
  readonly account: { readonly homePage: string; readonly name: string };
};

/** Ids are made of what a statement is about, so that one sent twice is one. */
export type IdOf = (...parts: readonly (string | number)[]) => string;
export type Ground = { readonly home: string; readonly idOf: IdOf };

const verbs = {
  hosted: { id: 'http://activitystrea.ms/schema/1.0/host', display: { en: 'hosted', 'zh-CN': '开课' } },
  presented: {
    id: 'http://activitystrea.ms/schema/1.0/present',
    display: { en: 'presented', 'zh-CN': '主讲' },
  },
  attended: { id: 'http://adlnet.gov/expapi/verbs/attended', display: { en: 'attended', 'zh-CN': '参加' } },
  voided: { id: 'http://adlnet.gov/expapi/verbs/voided', display: { en: 'voided', 'zh-CN': '作废' } },
} as const;
const LESSON = 'http://adlnet.gov/expapi/activities/lesson';
const extension = (name: string): string => `urn:sanketang:xapi:${name}`;

/**
 * Statements of an ended lesson: its leading school hosted it, rooms attended, teachers presented or attended. Rooms, schools and teachers are
 * accounts of this installation by their ids; nobody is named, and pupils are only counted.
 */
export function statementsOf(lesson: LessonEntry, settled: SettledFact, ground: Ground): Statement[] {
  const { home, idOf } = ground;
  const { sessionId, logSeq } = settled;
  const { fields } = lesson;
  const timestamp = new Date(settled.endedAtMs ?? fields.plannedStartAtMs).toISOString();
  const object = {
    objectType: 'Activity',
    id: `${home}/lessons/${lesson.id}`,
    definition: {
      type: LESSON,
      name: { 'zh-CN': [fields.subject, fields.grade].filter(Boolean).join(' ') },
      extensions: {
        [extension('kind')]: fields.kind,
        [extension('mode')]: fields.mode,
        [extension('localDate')]: fields.localDate,
      },
    },
  };
  const context = (extensions: Readonly<Record<string, unknown>>) => ({
    registration: sessionId,
    platform: 'Sanketang',
    ...(settled.linkId === null
      ? {}
      : {
          contextActivities: {
            grouping: [{ objectType: 'Activity', id: `${home}/links/${settled.linkId}` }],
          },
        }),
    extensions: Object.fromEntries(
      Object.entries(extensions).map(([name, value]) => [extension(name), value]),
    ),
  });
  const say = (
    who: string,
    verb: keyof typeof verbs,
    rest: Pick<Statement, 'result' | 'context'>,
  ): Statement => ({
    id: idOf('xapi', sessionId, logSeq, who, verb),
    actor: agentOf(home, who),
    verb: verbs[verb],
    object,
    ...rest,
    timestamp,
  });
  return [
    say(`school:${settled.leadingSchoolId}`, 'hosted', {
      result: { completion: settled.lessonMs > 0, duration: durationOf(settled.lessonMs) },
      context: context({ plannedMs: settled.plannedMs, roomCount: settled.rooms.length }),
    }),
    ...settled.rooms.map((room) =>
      say(`room:${room.roomId}`, 'attended', {
        result: { success: room.verdict.state === 'valid', duration: durationOf(room.connectedMs) },
        context: context(roomExtensions(room)),
      }),
    ),
    ...settled.people.map(({ personId, part, workedMs }) => {
      const { id, ...rest } = say(`person:${personId}`, part === 'lectured' ? 'presented' : 'attended', {
        result: { duration: durationOf(workedMs) },
        context: context({ part }),
      });
      return { id: idOf(id, part), ...rest };
    }),
  ];
}

const roomExtensions = (room: SettledRoomFact) => ({
  schoolId: room.schoolId,
  presentCount: room.presentCount,
  expectedCount: room.expectedCount,
  punctual: room.punctual,
  turnCount: room.turnCount,
  cause: room.foundCause,
});

/** Takes back what was said of a lesson before it was settled anew. */
export const voidedOf = (
  statements: readonly Statement[],
  { home, idOf, timestamp }: Ground & { readonly timestamp: string },
): Statement[] =>
  statements
    .filter(({ verb }) => verb.id !== verbs.voided.id)
    .map(({ id }) => ({
      id: idOf('xapi', 'voided', id),
      actor: agentOf(home, 'system'),
      verb: verbs.voided,
      object: { objectType: 'StatementRef', id },
      timestamp,
    }));

/** Whether two say the same, whatever their ids. */
export function saysTheSame(a: readonly Statement[], b: readonly Statement[]): boolean {
  const said = (statements: readonly Statement[]) =>
    JSON.stringify(
      statements
        .filter(({ verb }) => verb.id !== verbs.voided.id)
        .map(({ id: _, ...statement }) => statement),
    );
  return said(a) === said(b);
}

const agentOf = (homePage: string, name: string): Agent => ({
  objectType: 'Agent',
  account: { homePage, name },
});

/** ISO 8601, to the hundredth of a second as xAPI compares it. */
const durationOf = (ms: number): string => `PT${(Math.round(ms / 10) / 100).toString()}S`;
