import { describe, expect, test } from 'vitest';
import { nth } from '../../test/support/session-log.ts';
import {
  LINE_WORDS_MAX,
  type LineSide,
  type LineViews,
  lineText,
  unreadCount,
  withRead,
  withWord,
} from './session.line.ts';

const room = nth.room(1);
const said = (...sides: readonly LineSide[]): LineViews =>
  sides.reduce<LineViews>(
    (lines, from, index) => withWord(lines, room, { from, words: `word ${index}`, saidAtMs: index }),
    {},
  );

describe('what may be written', () => {
  test.each([
    ['nothing', ''],
    ['blanks', ' \u3000 '],
    ['more than 200', '字'.repeat(201)],
    ['a second line', 'one\ntwo'],
    ['what nobody can read', 'a\u0007b'],
  ])('refuses %s', (_, text) => {
    expect(lineText.safeParse(text).success).toBe(false);
  });

  test('takes 200 characters, and no blanks around them', () => {
    expect(lineText.parse(` ${'字'.repeat(200)} `)).toBe('字'.repeat(200));
  });
});

describe('reading', () => {
  test('of what was never said changes nothing', () => {
    expect(withRead({}, room, { by: 'lecturer', upTo: 3 })).toEqual({});
    const lines = said('room');
    expect(unreadCount(withRead(lines, room, { by: 'lecturer', upTo: 99 })[room], 'lecturer')).toBe(0);
    expect(withRead(lines, room, { by: 'lecturer', upTo: 99 })[room]?.readUpTo.lecturer).toBe(1);
  });

  test('never goes back, and is one side’s alone', () => {
    const read = withRead(said('room', 'room'), room, { by: 'lecturer', upTo: 2 });
    expect(withRead(read, room, { by: 'lecturer', upTo: 1 })).toBe(read);
    expect(read[room]?.readUpTo).toEqual({ lecturer: 2, room: 2 });
    expect(unreadCount(read[room], 'lecturer')).toBe(0);
  });

  test('counts what the other side said since; whoever answers has read', () => {
    expect(unreadCount(undefined, 'lecturer')).toBe(0);
    expect(unreadCount(said('room', 'room')[room], 'lecturer')).toBe(2);
    expect(unreadCount(said('room', 'room')[room], 'room')).toBe(0);
    const answered = said('room', 'room', 'lecturer');
    expect(unreadCount(answered[room], 'lecturer')).toBe(0);
    expect(unreadCount(answered[room], 'room')).toBe(1);
  });
});

test('the last hundred words of a room are kept, and numbers go on', () => {
  const sides = Array.from({ length: LINE_WORDS_MAX + 5 }, (): LineSide => 'room');
  const line = said(...sides)[room];
  expect(line?.said).toHaveLength(LINE_WORDS_MAX);
  expect(line?.said[0]?.number).toBe(6);
  expect(line?.said.at(-1)?.number).toBe(LINE_WORDS_MAX + 5);
});
