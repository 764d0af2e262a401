import type { LocalDate } from '../../shared/kernel/time.ts';
import { createMirrorKeeper, createRegisterMirror } from '../platform/register.mirror.ts';
import type { PlanningStore } from './planning.store.ts';

export type PlanningMirrors = ReturnType<typeof createPlanningMirrors>;

/** Everything of planning that is read all the time; dated lessons are read by period instead. */
export function createPlanningMirrors(store: PlanningStore, calendar: { today(): Promise<LocalDate> }) {
  const mirrors = {
    needs: createRegisterMirror(store.needs),
    links: createRegisterMirror(store.links),
    localTeaching: createRegisterMirror(store.localTeaching),
    terms: createRegisterMirror(store.terms),
    bells: createRegisterMirror(store.bells),
    slots: createRegisterMirror(store.slots),
    elsewhere: createRegisterMirror(store.elsewhere),
    groups: createRegisterMirror(store.groups),
  };
  const keeper = createMirrorKeeper(Object.values(mirrors));
  let date: LocalDate | null = null;
  return {
    ...mirrors,
    /** Today, as of the last `fresh`. */
    date(): LocalDate {
      if (date === null) throw new Error('the registers of planning were not read yet');
      return date;
    },
    async fresh(): Promise<void> {
      date = await calendar.today();
      await keeper.fresh();
    },
    forget: keeper.forget,
  };
}
