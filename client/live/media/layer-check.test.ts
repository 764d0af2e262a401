import { describe, expect, it } from 'vitest';
import { consumerId, type StreamId, sessionId, streamId } from '../../../shared/kernel/ids.ts';
import { fail, ok, type Result } from '../../../shared/kernel/result.ts';
import type { ConsumerWish } from '../../../shared/media.ts';
import type { SessionView } from '../../../shared/session/session.view.ts';
import { FakeEnvironment, FakeKit, settle } from '../doubles.ts';
import type { PictureCodec } from './encodings.ts';
import { HeldBack } from './held-back.ts';
import { LayerChecker } from './layer-check.ts';
import { type Ask, MediaPath } from './media-path.ts';

const id = (n: number) => `01890000-0000-7000-8000-${String(n).padStart(12, '0')}`;
const viewIn = (state: string) => ({ lesson: { phase: { state } }, streams: {} }) as unknown as SessionView;
const ALL = [180, 360, 720];
const offer = { epoch: 0 } as unknown as Parameters<typeof MediaPath.open>[1];

type Wish = {
  readonly heightsPx?: readonly number[];
  /** Layers that the server lets through, by the codec in which they are sent. */
  readonly passes?: Partial<Record<PictureCodec, number>>;
  readonly receives?: Result<unknown>;
  readonly codec?: PictureCodec;
};

/** A server that hands the own camera back, as high as its codec lets it. */
async function rig({ heightsPx = ALL, passes = {}, receives, codec = 'video/H264' }: Wish = {}) {
  const environment = new FakeEnvironment();
  const kit = new FakeKit();
  const wishes: ConsumerWish[] = [];
  const sent = {
    codec,
    codecs: [codec],
    live: { streamId: streamId.parse(id(10)), heightsPx } as {
      streamId: StreamId;
      heightsPx: readonly number[];
    } | null,
    phase: 'waiting',
  };
  const answer = (name: string, body: { wishes: ConsumerWish[] }): Result<unknown> => {
    if (name === 'media.steer') {
      wishes.push(...body.wishes);
      const top = passes[sent.codec] ?? 2;
      for (const { maxLayer } of body.wishes)
        if (maxLayer !== undefined && top >= 0)
          kit.latest.heightPx = sent.live?.heightsPx[Math.min(maxLayer, top)] ?? 0;
      return ok({});
    }
    const consumer = { consumerId: consumerId.parse(id(50 + wishes.length)), streamId: sent.live?.streamId };
    const rtpParameters = { codecs: [{ mimeType: sent.codec }] };
    return receives ?? ok({ consumers: [{ ...consumer, kind: 'video', rtpParameters }], refused: [] });
  };
  const ask = (async (name: string, body: { wishes: ConsumerWish[] }) =>
    answer(name, body)) as unknown as Ask;
  const path = await MediaPath.open(
    {
      kit,
      ask,
      sessionId: sessionId.parse(id(1)),
      heldBack: new HeldBack(),
      nowMs: environment.nowMs,
      later: (work) => work(),
      changed: () => undefined,
      failed: () => undefined,
    },
    offer,
  );
  kit.latest.heightPx = 0;
  const own = {
    get codec() {
      return sent.codec;
    },
    get liveCamera() {
      return sent.live;
    },
    sendAs: async (next: PictureCodec): Promise<Result<void>> => {
      sent.codec = next;
      sent.codecs.push(next);
      sent.live = { streamId: streamId.parse(id(10 + sent.codecs.length)), heightsPx };
      kit.latest.heightPx = 0;
      return ok();
    },
  };
  const now = () => ({ view: viewIn(sent.phase), path });
  return { environment, kit, wishes, sent, checker: new LayerChecker({ environment, own, now }) };
}

async function checked(all: Awaited<ReturnType<typeof rig>>) {
  const done = all.checker.run();
  await all.environment.advance(60_000);
  return done;
}

describe('sizes that switch', () => {
  it('are asked for one after the other, smallest first, and each is seen', async () => {
    const all = await rig();
    expect(await checked(all)).toMatchObject({
      state: 'ok',
      codec: 'video/H264',
      layers: [{ heightPx: 180 }, { heightPx: 360 }, { heightPx: 720 }],
    });
    expect(all.wishes.flatMap((each) => each.maxLayer ?? [])).toEqual([0, 1, 2]);
    expect(all.sent.codecs).toEqual(['video/H264']);
  });

  it('wait until the engine has had a report of every layer', async () => {
    const all = await rig();
    const done = all.checker.run();
    await all.environment.advance(1400);
    expect(all.wishes).toEqual([]);
    await all.environment.advance(1000);
    expect((await done).state).toBe('ok');
  });

  it('may be rounded by the encoder, but not be another size', async () => {
    const all = await rig({ heightsPx: [180, 480] });
    const done = all.checker.run();
    await all.environment.advance(1500);
    all.kit.latest.heightPx = 176;
    await settle();
    await all.environment.advance(200);
    all.kit.latest.heightPx = 464;
    await all.environment.advance(10_000);
    expect((await done).state).toBe('ok');
  });

  it('are looked at on the camera that a page sends a moment later', async () => {
    const all = await rig();
    const done = all.checker.run();
    await all.environment.advance(700);
    all.sent.live = { streamId: streamId.parse(id(34)), heightsPx: [180, 480] };
    await all.environment.advance(5000);
    expect(await done).toMatchObject({ state: 'ok', layers: [{ heightPx: 180 }, { heightPx: 480 }] });
    expect(all.kit.latest.received).toEqual([id(34)]);
  });

  it('are one where the camera is small', async () => {
    const all = await rig({ heightsPx: [240] });
    expect(await checked(all)).toMatchObject({ state: 'ok', layers: [{ heightPx: 240 }] });
  });
});

describe('sizes that do not switch', () => {
  it('are sent in VP8, which stays when it does', async () => {
    const all = await rig({ passes: { 'video/H264': 0 } });
    expect(await checked(all)).toMatchObject({ state: 'ok', codec: 'video/VP8' });
    expect(all.sent.codecs).toEqual(['video/H264', 'video/VP8']);
  });

  it.each([
    ['neither codec', { 'video/H264': 0, 'video/VP8': 0 }, 'video/H264', [180], 360],
    ['VP8 even less', { 'video/H264': 1, 'video/VP8': 0 }, 'video/H264', [180, 360], 720],
    ['no picture of H.264 at all', { 'video/H264': -1, 'video/VP8': 1 }, 'video/VP8', [180, 360], 720],
    ['no picture at all', { 'video/H264': -1, 'video/VP8': -1 }, 'video/H264', [], 180],
  ] as const)('with %s: the better one stays', async (_, passes, codec, seenPx, missingHeightPx) => {
    const all = await rig({ passes });
    const check = await checked(all);
    expect(check).toMatchObject({ state: 'stuck', codec, missingHeightPx });
    expect(check.state === 'stuck' && check.layers.map((each) => each.heightPx)).toEqual(seenPx);
    expect(all.sent.codec).toBe(codec);
  });

  it('take H.264 back up when a page that had gone to VP8 finds nothing better', async () => {
    const all = await rig({ codec: 'video/VP8', passes: { 'video/H264': 0, 'video/VP8': 0 } });
    expect(await checked(all)).toMatchObject({ state: 'stuck', codec: 'video/H264' });
    expect(all.sent.codecs).toEqual(['video/VP8', 'video/H264']);
  });

  it('are given up after 5 s each', async () => {
    const all = await rig({ passes: { 'video/H264': -1, 'video/VP8': -1 } });
    const done = all.checker.run();
    await all.environment.advance(2 * (1500 + 5000) + 1000);
    expect((await done).state).toBe('stuck');
  });
});

describe('nothing is left behind', () => {
  const left = ({ wishes, kit }: Awaited<ReturnType<typeof rig>>) => {
    const released = wishes.filter((each) => each.released === true).map((each) => each.consumerId);
    const used = new Set(wishes.map((each) => each.consumerId));
    return {
      consumers: used.size - released.length,
      receivers: kit.latest.received.length - kit.latest.dropped.length,
    };
  };

  it.each([
    ['all is well', {}],
    ['nothing switches', { passes: { 'video/H264': 0, 'video/VP8': 0 } }],
  ] as const)('when %s', async (_, wish) => {
    const all = await rig(wish);
    await checked(all);
    expect(all.kit.latest.received.length).toBeGreaterThan(0);
    expect(left(all)).toEqual({ consumers: 0, receivers: 0 });
  });

  type Rig = Awaited<ReturnType<typeof rig>>;
  it.each<[string, (all: Rig) => void]>([
    ['the lesson begins', ({ sent }) => Object.assign(sent, { phase: 'live' })],
    [
      'another camera is taken',
      ({ sent }) => Object.assign(sent, { live: { streamId: id(33), heightsPx: ALL } }),
    ],
    ['the camera goes', ({ sent }) => Object.assign(sent, { live: null })],
    ['somebody asks again', ({ checker }) => void checker.run()],
  ])('when %s meanwhile, and nothing is sent anew', async (_, happens) => {
    const all = await rig({ passes: { 'video/H264': 0 } });
    const done = all.checker.run();
    await all.environment.advance(3000);
    expect(all.wishes.length).toBeGreaterThan(0);
    happens(all);
    await all.environment.advance(500);
    expect(await done).toEqual({ state: 'unavailable', error: { code: 'INVALID_STATE' } });
    await all.environment.advance(60_000);
    expect(left(all)).toEqual({ consumers: 0, receivers: 0 });
  });
});

describe('nothing is found out', () => {
  it('without a camera on the line', async () => {
    const all = await rig();
    all.sent.live = null;
    expect(await checked(all)).toMatchObject({ state: 'unavailable', error: { code: 'MEDIA_UNAVAILABLE' } });
  });

  it('once the lesson has begun', async () => {
    const all = await rig();
    all.sent.phase = 'live';
    expect(await checked(all)).toMatchObject({ state: 'unavailable', error: { code: 'INVALID_STATE' } });
    expect(all.wishes).toEqual([]);
  });

  it.each([
    ['the server refuses', fail('UNAVAILABLE'), 'UNAVAILABLE'],
    [
      'this browser cannot decode itself',
      ok({ consumers: [], refused: [{ code: 'CODEC_UNSUPPORTED' }] }),
      'CODEC_UNSUPPORTED',
    ],
    ['the stream is gone', ok({ consumers: [], refused: [] }), 'NOT_FOUND'],
  ])('when %s', async (_, receives, code) => {
    const all = await rig({ receives });
    expect(await checked(all)).toMatchObject({ state: 'unavailable', error: { code } });
    expect(all.sent.codecs).toEqual(['video/H264']);
  });
});
