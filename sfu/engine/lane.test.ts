import { expect, it } from 'vitest';
import { createLane } from './lane.ts';

it('goes one after another in order, also past a failure, which only its own caller sees', async () => {
  const lane = createLane();
  const steps: string[] = [];
  const step = (name: string) => async () => {
    steps.push(`${name} begins`);
    await Promise.resolve();
    steps.push(`${name} ends`);
    if (name === 'b') throw new Error('b fails');
    return name;
  };
  const answers = await Promise.allSettled([lane(step('a')), lane(step('b')), lane(step('c'))]);
  expect(steps).toEqual(['a begins', 'a ends', 'b begins', 'b ends', 'c begins', 'c ends']);
  expect(answers.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
});
