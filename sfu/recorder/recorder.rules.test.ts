import { expect, test } from 'vitest';
import type { TapId } from '../tap.types.ts';
import { canRecord, descriptionOf } from './recorder.rules.ts';

const tap = {
  tapId: 'tap' as TapId,
  mimeType: 'video/H264',
  payloadType: 102,
  clockRate: 90_000,
  channels: null,
  parameters: { 'packetization-mode': 1, 'profile-level-id': '42e01f' },
  ssrc: 7,
};

test('records what MP4 holds and browsers play, and nothing else', () => {
  expect(canRecord({ mimeType: 'video/VP8' })).toBe(false);
  expect(canRecord({ mimeType: 'audio/PCMU' })).toBe(false);
  expect([canRecord(tap), canRecord({ mimeType: 'audio/opus' })]).toEqual([true, true]);
});

test('describes a stream to whoever listens', () => {
  const lines = descriptionOf(tap, 40_000).split('\r\n');
  expect(lines).toContain('m=video 40000 RTP/AVP 102');
  expect(lines).toContain('a=rtpmap:102 H264/90000');
  expect(lines).toContain('a=fmtp:102 packetization-mode=1;profile-level-id=42e01f');
  const sound = descriptionOf(
    { ...tap, mimeType: 'audio/opus', clockRate: 48_000, channels: 2, parameters: {} },
    2,
  );
  expect(sound).toContain('a=rtpmap:102 opus/48000/2');
  expect(sound).not.toContain('fmtp');
});
