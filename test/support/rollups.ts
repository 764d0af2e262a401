import type { LeadFact, PersonFact, RoomFact } from '../../server/coverage/fact.types.ts';
import type {
  NeedTally,
  PairTally,
  PersonTally,
  RollupReader,
  RoomTally,
  ScopeTally,
} from '../../server/coverage/rollup.types.ts';
import { type Measures, noMeasures } from '../../shared/coverage/measures.ts';
import type { Period } from '../../shared/coverage/period.ts';
import type { SchoolKind } from '../../shared/school.ts';

/** What a test has rolled up, by period as `kind from to`, then by the id of the place. */
export type Rolled = {
  scopes: Record<string, Record<string, Partial<Measures> & { readonly causes?: ScopeTally['causes'] }>>;
  kinds: Record<string, Partial<Record<SchoolKind, Partial<Measures>>>>;
  needs: NeedTally[];
  rooms: RoomTally[];
  people: PersonTally[];
  pairs: PairTally[];
  facts: RoomFact[];
  leads: LeadFact[];
  personFacts: PersonFact[];
  waitingDayCount: number;
};

export const nothingRolled = (): Rolled => ({
  scopes: {},
  kinds: {},
  needs: [],
  rooms: [],
  people: [],
  pairs: [],
  facts: [],
  leads: [],
  personFacts: [],
  waitingDayCount: 0,
});

export const periodKey = ({ kind, from, to }: Period): string => `${kind} ${from} ${to}`;

/** Newest first, as lists of lessons are read. */
const placeOf = ({
  localDate,
  startsAtMs,
  lessonId,
  roomId,
}: Pick<RoomFact, 'localDate' | 'startsAtMs' | 'lessonId' | 'roomId'>) =>
  [localDate, String(startsAtMs).padStart(15, '0'), lessonId, roomId].join(' ');

/** Out of memory, with what was asked for counted. */
export function memoryRollups(rolled: Rolled): RollupReader & { readonly asked: Record<string, number> } {
  const asked: Record<string, number> = {};
  const count = (name: string, rows: number) => {
    asked[name] = (asked[name] ?? 0) + rows;
  };
  const places = <Id extends string>(period: Period, ids: readonly Id[]) => {
    count('places', ids.length);
    const known = rolled.scopes[periodKey(period)] ?? {};
    return new Map(
      ids.flatMap((id) => {
        const found = known[id];
        if (found === undefined) return [];
        const { causes = {}, ...measures } = found;
        return [[id, { measures: { ...noMeasures, ...measures }, causes }] as const];
      }),
    );
  };
  const at = <Row>(rows: readonly Row[], ids: readonly string[], of: (row: Row) => string) =>
    rows.filter((row) => ids.includes(of(row)));
  return {
    asked,
    standing: async () => ({ freshAtMs: 1_000, waitingDayCount: rolled.waitingDayCount }),
    regions: async (period, ids) => places(period, ids),
    schools: async (period, ids) => places(period, ids),
    kinds: async (period) =>
      new Map(
        Object.entries(rolled.kinds[periodKey(period)] ?? {}).map(([kind, measures]) => [
          kind as SchoolKind,
          { measures: { ...noMeasures, ...measures }, causes: {} },
        ]),
      ),
    needs: async (_, ids) => at(rolled.needs, ids, (each) => each.schoolId),
    rooms: async (_, ids) => at(rolled.rooms, ids, (each) => each.schoolId),
    people: async (_, ids) => at(rolled.people, ids, (each) => each.schoolId),
    pairs: async (_, ids) => at(rolled.pairs, ids, (each) => each.fromSchoolId),
    pairsTo: async (_, ids) => at(rolled.pairs, ids, (each) => each.toSchoolId),
    person: async (_, id) => rolled.people.filter((each) => each.personId === id),
    async roomFacts({ from, to, side, schoolIds, after, limit }) {
      const found = rolled.facts
        .filter(({ localDate }) => from <= localDate && localDate <= to)
        .filter((each) =>
          schoolIds === null
            ? true
            : schoolIds.includes(side === 'receiving' ? each.schoolId : each.leadingSchoolId),
        )
        .sort((a, b) => (placeOf(a) < placeOf(b) ? 1 : -1))
        .filter((each) => after === null || placeOf(each) < placeOf(after))
        .slice(0, limit);
      count('facts', found.length);
      return found;
    },
    roomFact: async (lessonId, roomId) =>
      rolled.facts.find((each) => each.lessonId === lessonId && each.roomId === roomId) ?? null,
    leadFacts: async (ids) => at(rolled.leads, ids, (each) => each.lessonId),
    personFacts: async ({ personId, from, to, limit }) =>
      rolled.personFacts
        .filter((each) => each.personId === personId && from <= each.localDate && each.localDate <= to)
        .sort((a, b) => (a.localDate < b.localDate ? 1 : -1))
        .slice(0, limit),
  };
}
