import { expect, it } from 'vitest';
import type { SeatKey } from '../../../shared/session/session.events.ts';
import type { SessionView } from '../../../shared/session/session.view.ts';
import { remedyOf } from './misfit.model.ts';

const far = 'room:far' as SeatKey;
const main = { streamId: 'main', seat: 'person:x', part: 'lecturer', source: 'camera', codec: 'video/H264' };
const twin = { ...main, streamId: 'twin', codec: 'video/VP8', compatible: true };
const voice = { ...main, streamId: 'voice', source: 'voice' };
const rooms = { ...twin, streamId: 'room', seat: 'room:near', part: 'room' };

const remedy = (streams: readonly object[], misfit?: { voiceOnly: boolean }) => {
  const misfits = misfit === undefined ? undefined : { seats: [{ seat: far, ...misfit }], viewerCount: 0 };
  const view = { lesson: { misfits }, streams: { ...streams } } as unknown as SessionView;
  return remedyOf(view, far);
};

it('says nothing of a room that sees everything, nor while there is nothing to see', () => {
  expect(remedy([main, voice])).toBeNull();
  expect(remedy([voice], { voiceOnly: true })).toBeNull();
});

it('says whether a compatible picture flows, is on its way, or would not help', () => {
  expect(remedy([main, rooms], { voiceOnly: false })).toBe('coming');
  expect(remedy([main, twin], { voiceOnly: false })).toBe('compatible');
  expect(remedy([main, twin], { voiceOnly: true })).toBe('voiceOnly');
});
