import { expect, it } from 'vitest';
import { stepsOf } from './steps.model.ts';

const all = { schools: 3, rooms: 4, classes: 2, people: 2, needs: 1, links: 1, devices: 1 };

it('says nothing while a count is unknown or when all is there', () => {
  expect(stepsOf({ ...all, links: undefined })).toBeNull();
  expect(stepsOf(all)).toBeNull();
});

it('names the first missing as the next, whatever came before its turn', () => {
  const steps = stepsOf({ ...all, rooms: 0, people: 1, needs: 0 });
  expect(steps?.map((step) => step.state)).toEqual([
    'done',
    'next',
    'done',
    'later',
    'later',
    'done',
    'done',
  ]);
  expect(steps?.[1]).toMatchObject({ name: 'rooms', to: '/directory?tab=rooms' });
});
