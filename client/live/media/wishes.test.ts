import { describe, expect, it } from 'vitest';
import type { SessionView, StreamView } from '../../../shared/session/session.view.ts';
import { shownSize, wantedOf, wishFor } from './wishes.ts';

const consumerId = 'c' as never;
const stream = (source: StreamView['source'], part: StreamView['part'] = 'lecturer'): StreamView => ({
  streamId: `${source}-${part}` as never,
  seat: 'person:x' as never,
  part,
  source,
  codec: 'video/H264',
});
const high = (heightPx: number) => ({ widthPx: (heightPx * 16) / 9, heightPx });

describe('wishFor', () => {
  it('pauses what is not shown', () => {
    expect(wishFor(consumerId, stream('camera'), null)).toMatchObject({ paused: true });
  });

  it.each([
    [100, 0],
    [240, 0],
    [270, 1],
    [480, 1],
    [481, 2],
    [2160, 2],
  ])('asks for the layer that a teacher shown %i px high needs', (heightPx, maxLayer) => {
    expect(wishFor(consumerId, stream('camera'), high(heightPx))).toMatchObject({ paused: false, maxLayer });
  });

  it('asks for no layer where there is only one', () => {
    expect(wishFor(consumerId, stream('camera', 'room'), high(1080))).not.toHaveProperty('maxLayer');
    expect(wishFor(consumerId, stream('voice'), high(1))).not.toHaveProperty('maxLayer');
  });

  it('puts voice before content before the teacher before other rooms', () => {
    const order = [stream('voice'), stream('content'), stream('camera'), stream('camera', 'room')];
    const priorities = order.map((each) => wishFor(consumerId, each, high(360)).priority ?? 0);
    expect(priorities).toEqual([...priorities].sort((a, b) => b - a));
    expect(new Set(priorities).size).toBe(4);
  });
});

describe('shownSize', () => {
  const none = new Map();
  it('leaves own streams alone until a page asks to see them', () => {
    const own = { ...stream('camera'), own: true };
    expect(shownSize(own, none, 'others')).toBeUndefined();
    expect(shownSize(own, new Map([[own.streamId, high(180)]]), 'others')).toEqual(high(180));
  });
  it('gives a console everybody, a screen the lecturer', () => {
    const room = { ...stream('camera', 'room'), own: false };
    expect(shownSize(room, none, 'others')).toBeDefined();
    expect(shownSize(room, none, 'lecturer')).toBeUndefined();
    expect(shownSize({ ...stream('camera'), own: false }, none, 'none')).toBeUndefined();
  });
});

describe('wantedOf', () => {
  const own = stream('camera');
  const others = { ...stream('content', 'room'), seat: 'room:y' as never };
  const said = new Map([own, others].map(({ streamId }) => [streamId, high(360)] as const));
  const flowing = (state: 'waiting' | 'live') => {
    const lesson = { phase: state === 'live' ? { state, startedAtMs: 1 } : { state } };
    const streams = { [own.streamId]: own, [others.streamId]: others };
    const view = { lesson, streams } as unknown as SessionView;
    const wanted = wantedOf(view, own.seat, { said, byDefault: 'none' });
    return [...wanted.values()].flatMap(({ stream: { streamId }, shown }) =>
      shown === null ? [] : [streamId],
    );
  };
  it('lets nothing flow before the lesson but what equipment sends in the own name, where the page shows it', () => {
    expect(flowing('waiting')).toEqual([own.streamId]);
    expect(flowing('live')).toEqual([own.streamId, others.streamId]);
  });
});
