import { expect, it } from 'vitest';
import { slotClash } from '../../../shared/planner.ts';
import { createText } from '../../../shared/text/text.ts';
import { timetableEn } from '../../../shared/text/timetable.en.ts';
import { timetableZhCn } from '../../../shared/text/timetable.zh-CN.ts';
import type { ConsoleKey } from '../text.ts';
import { clashWords } from './words.ts';

const { kind } = slotClash.shape;

it.each([timetableZhCn, timetableEn])('names every kind of clash, with what holds it or without', (words) => {
  const t = createText<ConsoleKey>(words as never);
  const said = kind.options.flatMap((each) =>
    ['英语 三年级', ''].map((busyWith) => clashWords({ kind: each, name: '甲教学点', busyWith }, '周一', t)),
  );
  for (const text of said) {
    expect(text).toContain('甲教学点');
    expect(text).not.toMatch(/[{}]|“”/);
  }
  expect(new Set(said).size).toBeGreaterThan(kind.options.length);
});
