import type { BigScreenFigures } from '../../shared/big-screen.ts';
import { figuresOf } from '../../shared/coverage/indicators.ts';
import { noMeasures } from '../../shared/coverage/measures.ts';
import { type Period, periodHolding } from '../../shared/coverage/period.ts';
import type { RegionId, RoomId } from '../../shared/kernel/ids.ts';
import { addDays, instantOf, type LocalDate, type Zone } from '../../shared/kernel/time.ts';
import { tallyOf } from '../coverage/report.page.ts';
import { nameOf, partsBelow, pathsOf } from '../coverage/report.tree.rules.ts';
import type { TermsOf } from '../coverage/report.types.ts';
import type { RollupReader } from '../coverage/rollup.types.ts';
import type { DirectoryReader, DirectoryTree } from '../directory/directory.types.ts';
import type { Clock } from '../platform/ports.ts';
import { alarmCounts, lessonCounts, rankingOf, shownFigures } from './big-screen.rules.ts';
import type { BigScreen } from './big-screen.types.ts';
import type { Board } from './supervision.board.ts';
import { inPart } from './supervision.scope.rules.ts';
import type { AlarmStore } from './supervision.store.ts';

export type FiguresDeps = {
  readonly board: Pick<Board, 'today'>;
  readonly store: Pick<AlarmStore, 'since'>;
  readonly rollups: RollupReader;
  readonly directory: DirectoryReader & { today(): Promise<LocalDate> };
  readonly termsOf: TermsOf;
  readonly zone: () => Promise<Zone>;
  /** Rooms that have a large screen, and those of them whose screen is connected, at whichever server. */
  readonly screenRooms: () => Promise<{
    readonly all: ReadonlySet<RoomId>;
    readonly online: ReadonlySet<RoomId>;
  }>;
  readonly clock: Clock;
};

const ALARMS_MAX = 2_000;

/** Everything that a big screen shows, from what was added up and what runs. */
export async function readFigures(deps: FiguresDeps, { scope, label }: BigScreen): Promise<BigScreenFigures> {
  const today = await deps.directory.today();
  const tree = await deps.directory.tree(today);
  const zone = await deps.zone();
  const part = { scope, tree };
  const isHere = inPart(part);
  const period = await periodOf(deps, { ...part, today });
  const below = scope.kind === 'school' ? [] : partsBelow([tree], scope.id);
  const tallies = await tallyOf(deps.rollups, period, [scope, ...below.map((each) => each.scope)]);
  const figures = (id: string) => figuresOf(tallies.get(id)?.measures ?? noMeasures);
  const lessons = (await deps.board.today()).filter(({ entry: { fields } }) =>
    isHere([fields.leadingSchoolId, ...fields.rooms.map((room) => room.schoolId)]),
  );
  const span = { fromMs: instantOf(today, 0, zone), toMs: instantOf(addDays(today, 1), 0, zone) };
  const alarms = (await deps.store.since(span, ALARMS_MAX)).filter(({ schoolIds }) => isHere(schoolIds));
  return {
    ...{ name: nameOf([tree], scope), label, serverNowMs: deps.clock.nowMs(), today, zone, period },
    lessons: lessonCounts(lessons),
    rooms: await roomCounts(deps, isHere),
    figures: shownFigures(figures(scope.id)),
    alarms: alarmCounts(alarms, span.fromMs),
    ranking: rankingOf(below.map(({ name, scope: each }) => ({ name, figures: figures(each.id) }))),
  };
}

async function periodOf(
  { termsOf }: Pick<FiguresDeps, 'termsOf'>,
  {
    scope,
    tree,
    today,
  }: { readonly scope: BigScreen['scope']; readonly tree: DirectoryTree; readonly today: LocalDate },
): Promise<Period & { readonly kind: 'term' | 'year' }> {
  const regionIds: readonly RegionId[] = pathsOf([tree], scope)[0]?.regionIds ?? [];
  const terms = await termsOf(regionIds.toReversed());
  const term = periodHolding('term', today, terms);
  const found = term ?? periodHolding('year', today, []);
  if (found === null) throw new Error('every day lies in a school year');
  return { ...found, kind: term === null ? 'year' : 'term' };
}

async function roomCounts(
  { directory, screenRooms }: Pick<FiguresDeps, 'directory' | 'screenRooms'>,
  isHere: ReturnType<typeof inPart>,
): Promise<BigScreenFigures['rooms']> {
  const { rooms } = await directory.snapshot();
  const { all, online } = await screenRooms();
  const here = [...all].filter((id) => {
    const room = rooms.get(id)?.fields;
    return room !== undefined && isHere([room.schoolId]);
  });
  return { equippedCount: here.length, onlineCount: here.filter((id) => online.has(id)).length };
}
