import { describe, expect, it } from 'vitest';
import { sessionId, streamId } from '../../../shared/kernel/ids.ts';
import { ok } from '../../../shared/kernel/result.ts';
import type { ConsumerWish } from '../../../shared/media.ts';
import type { StreamView } from '../../../shared/session/session.view.ts';
import { FakeEnvironment, FakeKit, settle } from '../doubles.ts';
import { HeldBack } from './held-back.ts';
import { type Ask, MediaPath } from './media-path.ts';

const id = (n: number) => `01890000-0000-7000-8000-${String(n).padStart(12, '0')}`;
const offer = { epoch: 0 } as unknown as Parameters<typeof MediaPath.open>[1];
const vp8 = { kind: 'video', mimeType: 'video/VP8', clockRate: 90_000 } as const;

const stream = (n: number, codec: string, change: Partial<StreamView> = {}): StreamView => ({
  streamId: streamId.parse(id(n)),
  seat: 'person:x' as StreamView['seat'],
  part: 'lecturer',
  source: 'camera',
  codec,
  ...change,
});
const main = stream(10, 'video/H264');
const twin = stream(11, 'video/VP8', { compatible: true });
const voice = stream(12, 'audio/opus', { source: 'voice' });

/** A server that hands out whatever this browser decodes. */
async function browserWith(decodes: RegExp, codecs: readonly (typeof vp8)[] = [vp8]) {
  const environment = new FakeEnvironment();
  const kit = new FakeKit();
  const asked: string[] = [];
  const known = new Map([main, twin, voice].map((each) => [each.streamId as string, each]));
  const steered: ConsumerWish[][] = [];
  let answered = Promise.resolve();
  let go: () => void = () => undefined;
  const answerSteers = {
    wait: () => {
      answered = new Promise((resolve) => {
        go = resolve;
      });
    },
    go: () => go(),
  };
  const ask = (async (name: string, body: { streamIds: string[]; wishes?: ConsumerWish[] }) => {
    if (name === 'media.steer') {
      steered.push(body.wishes ?? []);
      await answered;
    }
    if (name !== 'media.receive') return ok({});
    asked.push(...body.streamIds);
    const can = (each: string) => decodes.test(known.get(each)?.codec ?? main.codec);
    const consumers = body.streamIds.filter(can).map((each, index) => ({
      consumerId: id(100 + asked.length * 10 + index),
      streamId: each,
      kind: known.get(each)?.source === 'voice' ? 'audio' : 'video',
      rtpParameters: { codecs: [] },
    }));
    const refused = body.streamIds
      .filter((each) => !can(each))
      .map((each) => ({ streamId: each, code: 'CODEC_UNSUPPORTED' }));
    return ok({ consumers, refused });
  }) as unknown as Ask;
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
  kit.latest.receiveCapabilities = { codecs: [...codecs] };
  const want = async (...streams: StreamView[]) => {
    const shown = { widthPx: 640, heightPx: 360 };
    path.received.want(new Map(streams.map((each) => [each.streamId, { stream: each, shown }])));
    await settle();
  };
  return { environment, kit, asked, steered, answerSteers, path, want };
}

describe('a browser that decodes everything', () => {
  it('never asks for the compatible picture, whichever comes first', async () => {
    const { want, asked, kit } = await browserWith(/./);
    await want(twin, voice);
    await want(twin, main, voice);
    expect(asked).toEqual([voice.streamId, main.streamId]);
    expect(kit.latest.received).toEqual([voice.streamId, main.streamId]);
  });
});

describe('a picture whose first whole frame takes its time', () => {
  it('keeps no voice waiting, and hears what became of it meanwhile afterwards', async () => {
    const { want, steered, answerSteers, kit } = await browserWith(/./);
    answerSteers.wait();
    await want(main);
    expect(steered.map((wishes) => wishes.length)).toEqual([1]);
    await want(main, voice);
    expect(kit.latest.received).toEqual([main.streamId, voice.streamId]);
    expect(steered.map((wishes) => wishes[0]?.priority)).toEqual([100, 255]);
    await want({ ...main, part: 'room' }, voice);
    expect(steered).toHaveLength(2);
    answerSteers.go();
    await settle();
    expect(steered.map((wishes) => wishes[0]?.priority)).toEqual([100, 255, 20]);
  });

  it('is told of in one request with the voice where both are new', async () => {
    const { want, steered } = await browserWith(/./);
    await want(main, voice);
    expect(steered.map((wishes) => wishes.length)).toEqual([2]);
  });
});

const alike = (ms: number) => ({ targetMs: ms, pictureMs: ms });

describe('what is held back', () => {
  it('is the same for pictures and sound, also for what comes later, and left alone until something is', async () => {
    const { want, kit, path } = await browserWith(/./);
    await want(main);
    path.received.hold(alike(0));
    expect(kit.latest.held.size).toBe(0);
    path.received.hold(alike(600));
    await want(main, voice);
    expect([...kit.latest.held.values()]).toEqual([600, 600]);
    expect(path.received.heldMs).toBe(600);
    path.received.hold(alike(0));
    expect([...kit.latest.held.values()]).toEqual([0, 0]);
  });

  it('goes to its new target sooner for voices than for pictures', async () => {
    const { want, kit, path } = await browserWith(/./);
    path.received.hold({ targetMs: 600, pictureMs: 30 });
    await want(main, voice);
    expect([...kit.latest.held.values()]).toEqual([30, 600]);
    path.received.hold({ targetMs: 600, pictureMs: 60 });
    expect([...kit.latest.held.values()]).toEqual([60, 600]);
  });

  it('is not told where the browser cannot', async () => {
    const { want, kit, path } = await browserWith(/./);
    kit.latest.canHold = false;
    await want(main);
    expect(path.received.heldMs).toBe(0);
    path.received.hold(alike(600));
    expect(path.received.heldMs).toBeNull();
  });
});

describe('a browser without H.264', () => {
  it('asks for the main picture once, then takes the compatible one as it comes', async () => {
    const { want, asked, kit, path } = await browserWith(/VP8|opus/);
    await want(main, voice);
    await want(main, voice);
    expect(asked).toEqual([main.streamId, voice.streamId]);
    await want(main, voice, twin);
    expect(kit.latest.received).toEqual([voice.streamId, twin.streamId]);
    expect(path.received.isUnsupported(twin)).toBe(false);
    expect(path.received.expectedCount).toBe(2);
  });

  it('takes it at once when it comes late to a lesson where it is sent', async () => {
    const { want, kit } = await browserWith(/VP8|opus/);
    await want(main, voice, twin);
    expect(kit.latest.received).toEqual([voice.streamId, twin.streamId]);
  });

  it('keeps it while the main one is sent anew, and goes back to what it can say when it ends', async () => {
    const { want, kit, path } = await browserWith(/VP8|opus/);
    await want(main, twin);
    const again = stream(20, 'video/H264');
    await want(twin);
    await want(again, twin);
    expect(kit.latest.received).toEqual([twin.streamId]);
    expect(kit.latest.dropped).toEqual([]);
    await want(again);
    expect(kit.latest.dropped).toEqual([twin.streamId]);
    expect(path.received.isUnsupported(again)).toBe(false);
  });

  it('gives the compatible picture ten seconds before it says that there is none', async () => {
    const { want, path, environment } = await browserWith(/VP8|opus/);
    await want(main, voice);
    expect(path.received.isUnsupported(main)).toBe(false);
    await environment.advance(9_900);
    expect(path.received.isUnsupported(main)).toBe(false);
    await environment.advance(100);
    expect(path.received.isUnsupported(main)).toBe(true);
    expect(path.received.isUnsupported(voice)).toBe(false);
  });
});

describe('a browser with neither', () => {
  it('says so at once, and the voice comes', async () => {
    const { want, path, kit } = await browserWith(/opus/, []);
    await want(main, voice);
    expect(path.received.isUnsupported(main)).toBe(true);
    await want(main, voice, twin);
    expect(path.received.isUnsupported(twin)).toBe(true);
    expect(kit.latest.received).toEqual([voice.streamId]);
  });
});
