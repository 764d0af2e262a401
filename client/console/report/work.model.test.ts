import { expect, it } from 'vitest';
import type { OwnWork } from '../../../shared/coverage/own.ts';
import { saidInOrder, workByPart } from './work.model.ts';

it('adds up minutes by part, over all kinds of lessons', () => {
  const work: OwnWork['work'] = [
    { part: 'lectured', kind: 'delivery', minutes: 40, lessonCount: 1 },
    { part: 'lectured', kind: 'online', minutes: 35.5, lessonCount: 1 },
    { part: 'researched', kind: 'master', minutes: 90, lessonCount: 2 },
  ];
  expect(workByPart(work)).toEqual([
    { part: 'lectured', minutes: 75.5, lessonCount: 2 },
    { part: 'assisted', minutes: 0, lessonCount: 0 },
    { part: 'researched', minutes: 90, lessonCount: 2 },
  ]);
});

it('shows who had trouble before who was content, and leaves out who said nothing', () => {
  const said = (
    schoolName: string,
    outcome: 'held' | 'failed' | null,
    signals: number,
    localDate: string,
  ) => ({
    schoolName,
    localDate,
    confirmation: outcome === null ? null : { outcome },
    signals: signals === 0 ? [] : [{ signal: 'cannotHear', count: signals }],
  });
  const rows = [
    said('content', 'held', 0, '2026-11-02'),
    said('silent', null, 0, '2026-11-03'),
    said('content later', 'held', 0, '2026-11-04'),
    said('signalled', null, 2, '2026-11-01'),
    said('failed', 'failed', 0, '2026-11-01'),
  ] as unknown as OwnWork['said'];
  expect(saidInOrder(rows).map(({ schoolName }) => schoolName)).toEqual([
    'failed',
    'signalled',
    'content later',
    'content',
  ]);
});
