import { describe, expect, it } from 'vitest';
import { streamId } from '../../../../shared/kernel/ids.ts';
import { type SeatPart, seatKey } from '../../../../shared/session/session.events.ts';
import { sessionView } from '../../../../shared/session/session.view.ts';
import type { LiveStream } from '../../../live/live.types.ts';
import { cardOf, idOf } from '../../lesson-card.fixture.ts';
import { classSceneOf } from './class.model.ts';

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

const sceneOf = (facts: Omit<Parameters<typeof classSceneOf>[0], 'nowMs'>) =>
  classSceneOf({ ...facts, nowMs: 100_000 });
const large = (scene: ReturnType<typeof sceneOf>) =>
  scene.plan.large.map((part) => (part.what === 'room' ? part.seat : part.what));
const firstSeat = seatKey.parse(first);

describe('classSceneOf', () => {
  it('never shows a room that was not called', () => {
    const scene = sceneOf({ session: sessionOf('lecturer'), streams: [room], own: nothing });
    expect(scene).toMatchObject({ content: null, teacher: null });
    expect([...scene.plan.large, ...scene.plan.aside]).toEqual([]);
    expect(JSON.stringify([...scene.rooms])).not.toContain('教学点');
  });
  it('shows nothing of somebody on stage who is no room of the lesson', () => {
    const session = sessionOf('lecturer', [`person:${idOf(8)}`]);
    expect(sceneOf({ session, streams: [room], own: nothing }).plan).toEqual({ large: [], aside: [] });
  });
  it('shows who was called, first by name and then by picture', () => {
    const session = sessionOf('lecturer', [first]);
    const called = { schoolName: '教学点1', called: true, muted: false, leftSeconds: null };
    const named = sceneOf({ session, streams: [{ ...room, track: null }], own: nothing });
    expect(named.rooms.get(firstSeat)).toEqual({ ...called, picture: null });
    const seen = sceneOf({ session, streams: [room], own: nothing });
    expect(seen.rooms.get(firstSeat)?.picture).toEqual({ kind: 'received', stream: room });
    expect(large(seen)).toEqual([first]);
  });
  it('shows the rooms when the lecturer has put them onto all walls, and who was muted', () => {
    const session = sessionOf('lecturer', [first]);
    const lesson = {
      ...session.view.lesson,
      wall: { layout: 'rooms', spotlight: null },
      muted: [firstSeat],
      notice: { words: '还有两分钟', saidAtMs: 1 },
    } as const;
    const arranged = { ...session, view: { ...session.view, lesson: { ...lesson, muted: [firstSeat] } } };
    const other = streamOf(2, { part: 'room', seat: seatKey.parse(`room:${idOf(2)}`) });
    const scene = sceneOf({ session: arranged, streams: [room, other], own: nothing });
    expect(scene).toMatchObject({ layout: 'rooms', notice: '还有两分钟' });
    expect(large(scene)[0]).toBe(first);
    expect(scene.rooms.get(firstSeat)?.muted).toBe(true);
  });
  it('gives who leads the own pictures as they are captured, and everybody else those that arrive', () => {
    const own = { camera: track('camera'), content: track('content') };
    const sent = streamOf(2, { part: 'lecturer', seat: lecturer, source: 'content' });
    const leading = sceneOf({ session: sessionOf('lecturer'), streams: [sent], own });
    expect(leading.content).toEqual({ kind: 'own', track: own.content });
    expect(large(leading)).toEqual(['content']);
    const watching = sceneOf({ session: sessionOf('observer'), streams: [sent], own });
    expect(watching.content).toEqual({ kind: 'received', stream: sent });
    expect(watching.teacher).toBeNull();
  });
  it('leaves out what this browser cannot show', () => {
    const sent = streamOf(2, { part: 'lecturer', seat: lecturer, unsupported: true });
    const scene = sceneOf({ session: sessionOf('observer'), streams: [sent], own: nothing });
    expect([scene.teacher, scene.plan.large]).toEqual([null, []]);
  });
});
