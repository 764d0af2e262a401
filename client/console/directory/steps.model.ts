export const stepNames = ['schools', 'rooms', 'classes', 'people', 'needs', 'links', 'devices'] as const;
export type StepName = (typeof stepNames)[number];

export type SetupStep = {
  readonly name: StepName;
  readonly count: number;
  readonly state: 'done' | 'next' | 'later';
  readonly to: string;
};

const doneFrom: Readonly<Record<StepName, number>> = {
  schools: 1,
  rooms: 1,
  classes: 1,
  /** The administrator is a person already. */
  people: 2,
  needs: 1,
  links: 1,
  devices: 1,
};

/** Null while a count is unknown, and when nothing is missing. The first missing step is the next one. */
export function stepsOf(counts: Readonly<Record<StepName, number | undefined>>): SetupStep[] | null {
  const known = stepNames.map((name) => ({ name, count: counts[name] }));
  if (known.some(({ count }) => count === undefined)) return null;
  const missing = known.filter(({ name, count }) => (count ?? 0) < doneFrom[name]);
  const [next] = missing;
  if (next === undefined) return null;
  return known.map(({ name, count = 0 }) => ({
    name,
    count,
    state: name === next.name ? 'next' : count < doneFrom[name] ? 'later' : 'done',
    to: name === 'devices' ? '/devices' : `/directory?tab=${name}`,
  }));
}
