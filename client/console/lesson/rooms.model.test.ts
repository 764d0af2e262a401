import { describe, expect, it } from 'vitest';
import { commandId } from '../../../shared/kernel/ids.ts';
import { type SessionView, sessionView } from '../../../shared/session/session.view.ts';
import type { PendingCommand } from '../../live/live.types.ts';
import { cardOf, idOf } from '../lesson-card.fixture.ts';
import { reopenLeftMs } from './phase.model.ts';
import { readyCount, tilesOf, unsavedCount } from './rooms.model.ts';

const nobody = { stage: [], viewerCount: 0 };
const silent = { headCount: null, hand: null, signal: null, confirmation: null };
const viewOf = (presence: object | null, phase: object = { state: 'waiting' }): SessionView =>
  sessionView.parse({
    lesson: { phase, kind: 'delivery', mode: 'interactive', lecturerId: null, mediaEpoch: 1, ...nobody },
    seats:
      presence === null
        ? {}
        : {
            [`room:${idOf(1)}`]: { seat: `room:${idOf(1)}`, part: 'room', presence, ...silent },
          },
    streams: {},
  });
const tiles = (view: SessionView) =>
  tilesOf({ card: cardOf(), view, streams: [], quality: new Map(), nowMs: 0 });

describe('tilesOf', () => {
  it('shows a planned room that never came, in its place', () => {
    expect(tiles(viewOf(null)).map((tile) => tile.state.state)).toEqual(['absent', 'absent']);
  });
  it('in a running lesson is ready only with media', () => {
    const live = { state: 'live', startedAtMs: 1 };
    const joining = tiles(viewOf({ state: 'connected', sinceMs: 5, media: false }, live));
    expect(joining[0]?.state).toEqual({ state: 'joining', sinceMs: 5 });
    expect(readyCount(joining)).toBe(0);
    expect(readyCount(tiles(viewOf({ state: 'connected', sinceMs: 5, media: true }, live)))).toBe(1);
  });
  it('before the start does not wait for media that a room without a camera has none of', () => {
    const here = tiles(viewOf({ state: 'connected', sinceMs: 5, media: false }));
    expect(here[0]?.state).toEqual({ state: 'here', sinceMs: 5 });
    expect(readyCount(here)).toBe(1);
    expect(tiles(viewOf({ state: 'connected', sinceMs: 5, media: true }))[0]?.state.state).toBe('ready');
  });
  it('tells lost from left', () => {
    expect(tiles(viewOf({ state: 'lost', sinceMs: 7, cause: 'timeout' }))[0]?.state.state).toBe('lost');
    expect(tiles(viewOf({ state: 'left', sinceMs: 7, reason: 'closed' }))[0]?.state.state).toBe('left');
  });
});

describe('unsavedCount', () => {
  const pending = (room: number, body: object): PendingCommand => ({
    commandId: commandId.parse(idOf(900)),
    name: 'headCount.set',
    body: { roomId: idOf(room), ...body },
    askedAtMs: 0,
    lastError: null,
  });
  const [first] = cardOf().rooms;
  it('looks at this room only and takes the newest', () => {
    if (!first) throw new Error('the card has rooms');
    expect(unsavedCount([], first.roomId)).toBeNull();
    expect(unsavedCount([pending(2, { presentCount: 9 })], first.roomId)).toBeNull();
    expect(unsavedCount([pending(1, {})], first.roomId)).toBeNull();
    const both = [pending(1, { presentCount: 3 }), pending(1, { presentCount: 4 })];
    expect(unsavedCount(both, first.roomId)).toBe(4);
  });
});

describe('reopenLeftMs', () => {
  const ended = (startedAtMs: number | null) =>
    viewOf(null, { state: 'ended', startedAtMs, endedAtMs: 500, recordedAtMs: 1000, reason: 'lecturer' })
      .lesson;
  it('counts from when the end was written down', () => {
    expect(reopenLeftMs(ended(0), 1000)).toBe(1_800_000);
    expect(reopenLeftMs(ended(0), 1_801_000)).toBe(0);
  });
  it('never reopens what was never started or runs', () => {
    expect(reopenLeftMs(ended(null), 1000)).toBe(0);
    expect(reopenLeftMs(viewOf(null, { state: 'live', startedAtMs: 1 }).lesson, 1000)).toBe(0);
  });
});
