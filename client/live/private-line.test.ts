import { describe, expect, it } from 'vitest';
import { commandId } from '../../shared/kernel/ids.ts';
import { type LineSide, type LineViews, withRead, withWord } from '../../shared/session/session.line.ts';
import { nth, nthId } from '../../test/support/session-log.ts';
import type { PendingCommand } from './live.types.ts';
import { conversationOf, worthSaving } from './private-line.ts';

const roomId = nth.room(1);
const linesOf = (...words: readonly (readonly [LineSide, string | null])[]): LineViews =>
  words.reduce<LineViews>(
    (lines, [from, text], index) => withWord(lines, roomId, { from, words: text, saidAtMs: index }),
    {},
  );
const viewWith = (lines?: LineViews) => ({ lines }) as never;
let made = 0;
const pendingOf = (name: PendingCommand['name'], body: object): PendingCommand => {
  made += 1;
  return { commandId: commandId.parse(nthId(made)), name, body, askedAtMs: 50, lastError: null };
};
const look = (lines: LineViews | undefined, side: LineSide, pending: readonly PendingCommand[] = []) =>
  conversationOf({ view: viewWith(lines), pending, roomId, side });

describe('one end of a private line', () => {
  it('is empty before anything was said, without a seat, and for another room', () => {
    const silent = { entries: [], unreadCount: 0, toRead: null };
    expect(look(undefined, 'room')).toMatchObject(silent);
    expect(conversationOf({ view: null, pending: [], roomId, side: 'room' })).toMatchObject(silent);
    const lines = withWord({}, nth.room(2), { from: 'room', words: 'a', saidAtMs: 1 });
    expect(look(lines, 'lecturer')).toMatchObject(silent);
  });
  it('tells own words from the others’, and which of the own were seen', () => {
    const lines = withRead(linesOf(['room', 'one'], ['room', 'two'], ['room', null]), roomId, {
      by: 'lecturer',
      upTo: 1,
    });
    expect(look(lines, 'room').entries).toMatchObject([
      { own: true, words: 'one', seen: true, saved: true },
      { own: true, words: 'two', seen: false },
      { own: true, words: null },
    ]);
    expect(look(lines, 'lecturer')).toMatchObject({ unreadCount: 2, toRead: 3 });
    expect(look(lines, 'room')).toMatchObject({ unreadCount: 0, toRead: null });
  });
  it('shows what is on its way as not sent, and nothing of other rooms or other commands', () => {
    const pending = [
      pendingOf('line.say', { roomId, text: 'mine' }),
      pendingOf('line.say', { roomId: nth.room(2), text: 'theirs' }),
      pendingOf('hand.raise', { roomId }),
    ];
    expect(look(linesOf(['lecturer', 'a']), 'room', pending).entries).toMatchObject([
      { own: false, words: 'a', saved: true },
      { own: true, words: 'mine', saved: false },
    ]);
  });
  it('asks once that something was read', () => {
    const lines = linesOf(['lecturer', 'a']);
    expect(look(lines, 'room').toRead).toBe(1);
    expect(look(lines, 'room', [pendingOf('line.read', { roomId, upTo: 1 })])).toMatchObject({
      unreadCount: 0,
      toRead: null,
    });
  });
});

it('that something was read is not worth a word about saving', () => {
  const said = pendingOf('line.say', { roomId, text: 'a' });
  expect(worthSaving([pendingOf('line.read', { roomId, upTo: 1 }), said])).toEqual([said]);
});
