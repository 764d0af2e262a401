import { expect, it } from 'vitest';
import { streamId } from '../../../shared/kernel/ids.ts';
import { FakeTransports, fakeTrack, settle } from '../doubles.ts';
import { createStore } from '../store.ts';
import type { PictureCodec } from './encodings.ts';
import { OwnStreams } from './own-streams.ts';

/** What is sent, by the hint with which it was; a publish waits for `go` while held. */
class HintedTransports extends FakeTransports {
  readonly hints: string[] = [];
  hold: Promise<void> = Promise.resolve();
  override async send(...[source, track, plan]: Parameters<FakeTransports['send']>) {
    this.hints.push(plan.contentHint);
    await this.hold;
    return super.send(source, track, plan);
  }
}

function speaker() {
  let count = 0;
  const transports = new HintedTransports({
    connect: () => undefined,
    publish: async () => {
      count += 1;
      return streamId.parse(`01890000-0000-7000-8000-${String(count).padStart(12, '0')}`);
    },
  });
  const own = new OwnStreams('listening', createStore<PictureCodec>('video/H264'));
  const voice = () => own.streams.get().find(({ source }) => source === 'voice');
  return { own, transports, voice };
}

it('music before anything is sent begins as music, and nothing is sent twice', async () => {
  const { own, transports } = speaker();
  own.setMusic(true);
  own.use(transports, ['voice']);
  await own.publish('voice', fakeTrack());
  own.setMusic(true);
  await own.publish('voice', fakeTrack());
  expect(transports.hints).toEqual(['music']);
});

it('changes to music and back as a new stream each time, muted as it was', async () => {
  const { own, transports, voice } = speaker();
  own.use(transports, ['voice', 'camera']);
  await own.publish('voice', fakeTrack());
  const first = voice()?.streamId;
  own.mute('voice', true);
  own.setMusic(true);
  await settle();
  expect(voice()).toMatchObject({ state: 'live', muted: true });
  expect(voice()?.streamId).not.toBe(first);
  own.setMusic(false);
  await settle();
  expect(transports.hints).toEqual(['speech', 'music', 'speech']);
});

it('a change while the voice is on its way, or while its microphone is opened anew, ends in what was wanted last', async () => {
  const { own, transports, voice } = speaker();
  own.use(transports, ['voice']);
  let go: () => void = () => undefined;
  transports.hold = new Promise((resolve) => {
    go = resolve;
  });
  const published = own.publish('voice', fakeTrack());
  own.setMusic(true);
  go();
  await published;
  await settle();
  expect(transports.hints.at(-1)).toBe('music');
  const track = fakeTrack(0, 'in two channels');
  own.setMusic(false);
  own.setMusic(true);
  await own.publish('voice', track);
  await settle();
  expect(voice()).toMatchObject({ state: 'live', track });
  expect(transports.hints.at(-1)).toBe('music');
});
