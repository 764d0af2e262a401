import { describe, expect, it } from 'vitest';
import { commandId, connectionId, sessionId } from '../../../shared/kernel/ids.ts';
import { seatKey } from '../../../shared/session/session.events.ts';
import type { JoinedSession, LinkState, OwnStream } from '../../live/live.types.ts';
import { cardOf, idOf } from '../lesson-card.fixture.ts';
import { noticesOf, sendingOf } from './notice.model.ts';

const connected: LinkState = { state: 'connected', sinceMs: 0 };
const session = (media: JoinedSession['media']): JoinedSession => ({
  state: 'joined',
  sessionId: sessionId.parse(idOf(1)),
  connectionId: connectionId.parse(idOf(2)),
  seat: seatKey.parse(`person:${idOf(7)}`),
  part: 'lecturer',
  card: cardOf(),
  view: {
    lesson: {
      phase: { state: 'live', startedAtMs: 0 },
      kind: null,
      mode: null,
      lecturerId: null,
      mediaEpoch: 1,
      stage: [],
      viewerCount: 0,
    },
    seats: {},
    streams: {},
  },
  current: true,
  media,
  maySend: [],
});
const facts = {
  session: session({ state: 'connected', sinceMs: 0 }),
  own: [],
  pending: [],
  nowMs: 10_000,
  hereMs: 10_000,
};

describe('noticesOf', () => {
  it('is quiet when all is well, and about a hiccup', () => {
    expect(noticesOf({ ...facts, link: connected })).toEqual([]);
    expect(noticesOf({ ...facts, link: { state: 'reconnecting', sinceMs: 9_000, attempt: 1 } })).toEqual([]);
  });
  it('says nothing of a line or a command because this machine’s clock is wrong', () => {
    const hereMs = 10_000 - 3_600_000;
    const link: LinkState = { state: 'reconnecting', sinceMs: hereMs - 1_000, attempt: 1 };
    expect(noticesOf({ ...facts, link, hereMs })).toEqual([]);
    expect(noticesOf({ ...facts, link, hereMs: hereMs + 1_000 })).toMatchObject([{ kind: 'lineLost' }]);
  });
  it('names the line before the media that hangs on it, and whether the rooms still hear', () => {
    const lost = session({ state: 'lost', sinceMs: 1000, attempt: 1 });
    const link = { state: 'reconnecting', sinceMs: 1000, attempt: 3 } as const;
    expect(noticesOf({ ...facts, session: lost, link }).map((each) => each.kind)).toEqual(['allLost']);
    expect(noticesOf({ ...facts, link }).map((each) => each.kind)).toEqual(['lineLost']);
    expect(noticesOf({ ...facts, session: lost, link: connected })[0]?.kind).toBe('mediaLost');
  });
  it('counts as unsaved only what has waited', () => {
    const command = { name: 'headCount.set', body: {}, lastError: null } as const;
    const pending = [
      { ...command, commandId: commandId.parse(idOf(3)), askedAtMs: 9_500 },
      { ...command, commandId: commandId.parse(idOf(4)), askedAtMs: 5_000 },
    ];
    expect(noticesOf({ ...facts, link: connected, pending })).toEqual([{ kind: 'unsaved', count: 1 }]);
  });
});

describe('sendingOf', () => {
  const voice = (state: OwnStream['state'], muted = false): OwnStream[] => [
    // Only its identity matters here, and there is no media stack in this test.
    { source: 'voice', track: {} as MediaStreamTrack, muted, streamId: null, state, error: null },
  ];
  it('never calls a microphone open on dead media', () => {
    expect(sendingOf(voice('waiting'), 'voice')).toBe('waiting');
    expect(sendingOf(voice('publishing'), 'voice')).toBe('waiting');
    expect(sendingOf(voice('live', true), 'voice')).toBe('muted');
    expect(sendingOf(voice('failed', true), 'voice')).toBe('failed');
    expect(sendingOf(voice('live'), 'camera')).toBe('off');
  });
});
