import { describe, expect, it } from 'vitest';
import { streamId } from '../../../../shared/kernel/ids.ts';
import { type SeatPart, seatKey } from '../../../../shared/session/session.events.ts';
import { sessionView } from '../../../../shared/session/session.view.ts';
import type { LiveStream } from '../../../live/live.types.ts';
import { cardOf, idOf } from '../../lesson-card.fixture.ts';
import { classSceneOf, layoutOf } from './class.model.ts';

const track = (id: string) => ({ id }) as MediaStreamTrack;
const streamOf = (number: number, change: Partial<LiveStream> & { readonly part: SeatPart }): LiveStream => ({
  streamId: streamId.parse(idOf(number)),
  seat: seatKey.parse(`room:${idOf(1)}`),
  source: 'camera',
  codec: 'video/H264',
  own: false,
  track: track(`t${number}`),
  flowing: true,
  layer: null,
  picture: null,
  unsupported: false,
  ...change,
});
const sessionOf = (part: SeatPart, called: readonly string[] = []) => ({
  part,
  card: cardOf(),
  view: sessionView.parse({
    lesson: {
      phase: { state: 'live', startedAtMs: 1 },
      kind: 'delivery',
      mode: 'interactive',
      lecturerId: idOf(7),
      mediaEpoch: 1,
      stage: called.map((seat) => ({ seat, sinceMs: 1, untilMs: null })),
      viewerCount: 3,
    },
    seats: {},
    streams: {},
  }),
});
const nothing = { camera: null, content: null };
const first = `room:${idOf(1)}`;
const room = streamOf(1, { part: 'room' });
const lecturer = seatKey.parse(`person:${idOf(7)}`);

describe('classSceneOf', () => {
  it('never shows a room that was not called', () => {
    const scene = classSceneOf({ session: sessionOf('lecturer'), streams: [room], own: nothing });
    expect(scene).toMatchObject({ content: null, teacher: null, called: null });
    expect(layoutOf(scene)).toBe('none');
    expect(JSON.stringify(scene)).not.toContain('教学点');
  });
  it('shows nothing of somebody on stage who is no room of the lesson', () => {
    const session = sessionOf('lecturer', [`person:${idOf(8)}`]);
    expect(classSceneOf({ session, streams: [room], own: nothing }).called).toBeNull();
  });
  it('shows who was called, first by name and then by picture', () => {
    const session = sessionOf('lecturer', [first]);
    const named = classSceneOf({ session, streams: [{ ...room, track: null }], own: nothing });
    expect(named.called).toEqual({ schoolName: '教学点1', picture: null });
    const seen = classSceneOf({ session, streams: [room], own: nothing });
    expect(seen.called?.picture).toEqual({ kind: 'received', stream: room });
    expect(layoutOf(seen)).toBe('called');
  });
  it('gives who leads the own pictures as they are captured, and everybody else those that arrive', () => {
    const own = { camera: track('camera'), content: track('content') };
    const sent = streamOf(2, { part: 'lecturer', seat: lecturer, source: 'content' });
    const leading = classSceneOf({ session: sessionOf('lecturer'), streams: [sent], own });
    expect(leading.content).toEqual({ kind: 'own', track: own.content });
    expect(layoutOf(leading)).toBe('content');
    const watching = classSceneOf({ session: sessionOf('observer'), streams: [sent], own });
    expect(watching.content).toEqual({ kind: 'received', stream: sent });
    expect(watching.teacher).toBeNull();
  });
  it('leaves out what this browser cannot show', () => {
    const sent = streamOf(2, { part: 'lecturer', seat: lecturer, unsupported: true });
    expect(
      classSceneOf({ session: sessionOf('observer'), streams: [sent], own: nothing }).teacher,
    ).toBeNull();
  });
});
