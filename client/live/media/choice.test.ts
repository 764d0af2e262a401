import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { StreamView } from '../../../shared/session/session.view.ts';
import { choose, type Misses, pictureOf } from './choice.ts';

const seat = 'person:x' as StreamView['seat'];
const stream = (streamId: string, codec: string, change: Partial<StreamView> = {}): StreamView => ({
  streamId: streamId as StreamView['streamId'],
  seat,
  part: 'lecturer',
  source: 'camera',
  codec,
  ...change,
});
const main = stream('main', 'video/H264');
const twin = stream('twin', 'video/VP8', { compatible: true });
const voice = stream('voice', 'audio/opus', { source: 'voice' });
const missed = (codec: string): Misses => new Map([[pictureOf(main), { codec, sinceMs: 0 }]]);
const nothing: Misses = new Map();

describe('choose', () => {
  it('takes the main stream as long as it was not refused, also before it was asked for', () => {
    expect(choose([twin, voice, main], nothing)).toEqual([voice, main]);
  });

  it('takes the compatible one once the main one was refused', () => {
    expect(choose([main, twin, voice], missed('video/H264'))).toEqual([twin, voice]);
  });

  it('asks for a main stream in another codec than the one that was refused', () => {
    const fallen = stream('fallen', 'video/VP8');
    expect(choose([fallen, twin], missed('video/H264'))).toEqual([fallen]);
  });

  it('names the main stream while there is no other', () => {
    expect(choose([main, voice], missed('video/H264'))).toEqual([main, voice]);
  });

  it('waits for a main stream that is about to come, unless it is known to be of no use', () => {
    expect(choose([twin], nothing)).toEqual([]);
    expect(choose([twin], missed('video/H264'))).toEqual([twin]);
  });

  it('one seat and one source are one answer: the other pictures are left alone', () => {
    const content = stream('content', 'video/H264', { source: 'content' });
    const other = stream('other', 'video/H264', { seat: 'person:y' as StreamView['seat'] });
    expect(choose([main, twin, content, other], missed('video/H264'))).toEqual([twin, content, other]);
  });

  it('never both', () => {
    const any = fc.subarray([main, twin, voice, stream('second', 'video/H264')]);
    const misses = fc.constantFrom(nothing, missed('video/H264'), missed('video/VP8'));
    fc.assert(
      fc.property(any, misses, (streams, known) => {
        const chosen = choose(streams, known).filter((each) => each.source === 'camera');
        expect(new Set(chosen.map((each) => each.compatible === true)).size).toBeLessThanOrEqual(1);
      }),
    );
  });
});
