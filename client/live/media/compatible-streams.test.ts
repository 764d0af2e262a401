import { describe, expect, it } from 'vitest';
import { streamId } from '../../../shared/kernel/ids.ts';
import type { SeatKey } from '../../../shared/session/session.events.ts';
import type { SessionView } from '../../../shared/session/session.view.ts';
import { FakeEnvironment, FakeTransports, fakeTrack, settle } from '../doubles.ts';
import { createStore } from '../store.ts';
import { CompatibleStreams } from './compatible-streams.ts';
import type { PictureCodec } from './encodings.ts';
import { OwnStreams, Refusal } from './own-streams.ts';

const id = (n: number) => `01890000-0000-7000-8000-${String(n).padStart(12, '0')}`;
const me = 'person:me' as SeatKey;
const room = { seat: 'room:far' as SeatKey, voiceOnly: false };
type Misfits = NonNullable<SessionView['lesson']['misfits']>;
const somebody: Misfits = { seats: [room], viewerCount: 0 };

/** A lecturer whose server answers with a new stream each time. */
function lecturer(codec: PictureCodec = 'video/H264') {
  const environment = new FakeEnvironment();
  const own = new OwnStreams('lecture', createStore<PictureCodec>(codec));
  const unpublished: string[] = [];
  const compatible = new CompatibleStreams({ environment, own, unpublish: (each) => unpublished.push(each) });
  const sent: Record<string, object> = {};
  let count = 10;
  let refusal: Error | null = null;
  const path = () =>
    new FakeTransports({
      connect: () => undefined,
      publish: async (stream, { codecs }) => {
        if (stream.compatible && refusal !== null) throw refusal;
        count += 1;
        sent[id(count)] = { ...stream, codec: codecs[0]?.mimeType };
        return streamId.parse(id(count));
      },
    });
  const view = (misfits?: Misfits | 'wanted') =>
    ({
      lesson: misfits === undefined ? {} : misfits === 'wanted' ? { compatibleWanted: true } : { misfits },
      streams: { ...sent },
    }) as unknown as SessionView;
  const see = async (misfits?: Misfits | 'wanted') => {
    compatible.follow(view(misfits), me);
    await settle();
    compatible.follow(view(misfits), me);
    await settle();
  };
  const transports = path();
  own.use(transports, ['camera', 'content', 'voice']);
  return {
    environment,
    own,
    compatible,
    unpublished,
    transports,
    path,
    see,
    refuse: (cause: Error | null) => {
      refusal = cause;
    },
  };
}
const twinsOf = ({ twins }: FakeTransports) => twins.map((each) => [each.source, each.closed]);

describe('nothing is sent twice', () => {
  it('while everybody decodes it, or nothing would help', async () => {
    const { own, see, transports } = lecturer();
    await own.publish('camera', fakeTrack());
    await see();
    await see({ seats: [{ ...room, voiceOnly: true }], viewerCount: 0 });
    await see({ seats: [{ ...room, seat: me }], viewerCount: 0 });
    expect(transports.twins).toEqual([]);
  });

  it('when it is VP8 already', async () => {
    const { own, see, transports } = lecturer('video/VP8');
    await own.publish('camera', fakeTrack());
    await see(somebody);
    expect(transports.twins).toEqual([]);
  });

  it('when the server or the browser will not have it, until there is a new path; but what passes is tried again', async () => {
    const all = lecturer();
    await all.own.publish('camera', fakeTrack());
    all.refuse(new Refusal({ code: 'CODEC_UNSUPPORTED' }));
    await all.see(somebody);
    all.refuse(null);
    await all.see(somebody);
    expect(all.transports.twins).toEqual([]);
    const next = all.path();
    all.refuse(new Refusal({ code: 'MEDIA_UNAVAILABLE' }));
    all.own.use(next);
    await settle();
    await all.see(somebody);
    all.refuse(null);
    await all.see(somebody);
    expect(twinsOf(next)).toEqual([['camera', false]]);
  });
});

describe('while somebody cannot decode', () => {
  it('a room on stage is told no more than that, and sends its camera once more', async () => {
    const { own, see, transports } = lecturer();
    await own.publish('camera', fakeTrack());
    await see('wanted');
    expect(twinsOf(transports)).toEqual([['camera', false]]);
  });

  it('camera and content go once more, small and in VP8; the voice does not', async () => {
    const { own, see, transports } = lecturer();
    await own.publish('camera', fakeTrack(720));
    await own.publish('content', fakeTrack(1080));
    await own.publish('voice', fakeTrack());
    await see({ seats: [], viewerCount: 1 });
    expect(transports.twins.map(({ source, plan }) => [source, plan.codec, plan.encodings])).toEqual([
      [
        'camera',
        'video/VP8',
        [expect.objectContaining({ maxBitrate: 400_000, maxFramerate: 20, scaleResolutionDownBy: 2 })],
      ],
      [
        'content',
        'video/VP8',
        [expect.objectContaining({ maxBitrate: 400_000, maxFramerate: 5, scaleResolutionDownBy: 1.5 })],
      ],
    ]);
    expect(transports.sent).toEqual(['camera', 'content', 'voice']);
  });

  it('what is published later follows, and what is taken away goes with it', async () => {
    const { own, see, transports, unpublished } = lecturer();
    await see(somebody);
    await own.publish('content', fakeTrack());
    await see(somebody);
    expect(twinsOf(transports)).toEqual([['content', false]]);
    own.remove('content');
    expect(twinsOf(transports)).toEqual([['content', true]]);
    expect(unpublished).toHaveLength(1);
  });

  it('follows the main one: muted with it, another camera in its place, another size anew', async () => {
    const { own, see, transports } = lecturer();
    await own.publish('camera', fakeTrack(720));
    await see(somebody);
    const [twin] = transports.twins;
    own.mute('camera', true);
    expect(twin?.muted).toBe(true);
    const first = twin?.track;
    await own.publish('camera', fakeTrack(720, 'the other camera'));
    await settle();
    // A track of its own, or the small encoder would shrink the main picture too.
    expect(twin?.track.label).toBe('a copy of the other camera');
    expect(first?.readyState).toBe('ended');
    await own.publish('camera', fakeTrack(480));
    await see(somebody);
    expect(twinsOf(transports)).toEqual([
      ['camera', true],
      ['camera', false],
    ]);
  });

  it('goes again over a new path', async () => {
    const { own, see, path, unpublished } = lecturer();
    await own.publish('camera', fakeTrack());
    await see(somebody);
    own.use(null);
    const next = path();
    own.use(next);
    await settle();
    await see(somebody);
    expect(twinsOf(next)).toEqual([['camera', false]]);
    expect(unpublished).toEqual([]);
  });

  it('lets the camera go when the page does', async () => {
    const { own, see, transports } = lecturer();
    const camera = fakeTrack();
    await own.publish('camera', camera);
    await see(somebody);
    expect(transports.twins[0]?.track.readyState).toBe('live');
    camera.stop();
    await see(somebody);
    expect(twinsOf(transports)).toEqual([['camera', true]]);
    expect(transports.twins[0]?.track.readyState).toBe('ended');
  });

  it('stops when the picture itself falls to VP8', async () => {
    const { own, see, transports } = lecturer();
    await own.publish('camera', fakeTrack());
    await see(somebody);
    await own.sendAs('video/VP8');
    await see(somebody);
    expect(twinsOf(transports)).toEqual([['camera', true]]);
  });
});

describe('when the last of them has left', () => {
  it('it stops a minute later, and not at all when one is back by then', async () => {
    const { own, see, transports, environment, unpublished } = lecturer();
    await own.publish('camera', fakeTrack());
    await see(somebody);
    await see();
    await environment.advance(59_000);
    await see(somebody);
    await environment.advance(120_000);
    expect(twinsOf(transports)).toEqual([['camera', false]]);
    await see();
    await environment.advance(59_900);
    expect(twinsOf(transports)).toEqual([['camera', false]]);
    await environment.advance(200);
    expect(twinsOf(transports)).toEqual([['camera', true]]);
    expect(unpublished).toHaveLength(1);
  });

  it('a session that was left has none', async () => {
    const { own, see, transports, compatible, environment } = lecturer();
    await own.publish('camera', fakeTrack());
    await see(somebody);
    compatible.follow(null, null);
    expect(twinsOf(transports)).toEqual([['camera', true]]);
    await see();
    await environment.advance(120_000);
    expect(transports.twins).toHaveLength(1);
  });
});
