import type { RollupReader } from './rollup.types.ts';

/** Nothing is rolled up yet. */
export const noRollups: RollupReader = {
  standing: async () => ({ freshAtMs: 0, waitingDayCount: 1 }),
  regions: async () => new Map(),
  kinds: async () => new Map(),
  schools: async () => new Map(),
  needs: async () => [],
  rooms: async () => [],
  people: async () => [],
  pairs: async () => [],
  pairsTo: async () => [],
  person: async () => [],
  roomFacts: async () => [],
  roomFact: async () => null,
  leadFacts: async () => [],
  personFacts: async () => [],
};
