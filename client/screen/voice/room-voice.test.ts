import { describe, expect, it } from 'vitest';
import { type RoomAudio, usualAudio } from '../../../shared/room-audio.ts';
import { FakeEnvironment, settle } from '../../live/doubles.ts';
import { createStore } from '../../live/store.ts';
import type { VoiceChain } from './chain.ts';
import { RoomVoice, type RoomVoiceDeps } from './room-voice.ts';

type Track = MediaStreamTrack & { readonly label: string };
const trackOf = (label: string) => ({ label, enabled: true }) as unknown as Track;

/** A room whose microphone hears what the test says. */
function room(profile: Partial<RoomAudio> = {}, chains = true) {
  const environment = new FakeEnvironment();
  const session = createStore<unknown>({ state: 'joined', sessionId: 's', view: { lesson: {} } });
  const heard = { levelDb: -60 as number | null };
  const log: string[] = [];
  const now = { profile: { ...usualAudio, ...profile } };
  let held: (body: unknown) => void = () => undefined;
  let sent: Track | null = null;
  const live = {
    session,
    on: (_: string, listener: typeof held) => {
      held = listener;
      return () => undefined;
    },
    publish: async (_: string, track: Track) => {
      sent = track;
      log.push(`send ${track.label} ${track.enabled ? 'on' : 'off'}`);
    },
    unpublish: async () => void log.push('stop'),
    mute: (_: string, muted: boolean) => void log.push(muted ? 'muted' : 'open'),
  };
  const openChain = async (track: MediaStreamTrack, gainDb: number): Promise<VoiceChain | null> =>
    chains
      ? {
          direct: gainDb === 0 ? track : trackOf('louder'),
          late: trackOf('late'),
          level: () => heard.levelDb,
          letLateThrough: () => undefined,
          close: () => void log.push('close'),
        }
      : null;
  const voice = new RoomVoice({
    environment,
    live: live as unknown as RoomVoiceDeps['live'],
    profile: () => now.profile,
    openChain,
    renew: () => void log.push('renew'),
  });
  const begin = async () => {
    voice.wish();
    voice.changed(trackOf('microphone'));
    await settle();
  };
  return {
    ...{ environment, session, heard, log, now, voice, begin },
    held: (on: boolean, sessionId = 's') => held({ sessionId, on }),
    isOn: () => sent?.enabled,
  };
}

describe('push to talk', () => {
  it('sends nothing before a key is held, and nothing after it was let go', async () => {
    const { voice, begin, isOn, log } = room({ pushToTalk: true });
    await begin();
    expect(log).toEqual(['send microphone off', 'muted']);
    expect(voice.sign.get()).toBe('hold');
    expect([voice.key('x', true), isOn()]).toEqual([false, false]);
    expect([voice.key('Enter', true), isOn(), voice.sign.get()]).toEqual([true, true, 'held']);
    voice.key('Enter', false);
    expect(isOn()).toBe(false);
    voice.key(' ', true);
    voice.letGo();
    expect(isOn()).toBe(false);
    expect(log.at(-1)).toBe('muted');
  });

  it('never sticks open: a phone that falls silent is over after two seconds, a key after a minute', async () => {
    const { environment, voice, begin, isOn, held } = room({ pushToTalk: true });
    await begin();
    held(true, 'another lesson');
    expect(isOn()).toBe(false);
    held(true);
    await environment.advance(1_500);
    held(true);
    await environment.advance(1_500);
    expect(isOn()).toBe(true);
    await environment.advance(700);
    expect(isOn()).toBe(false);
    voice.key('Enter', true);
    await environment.advance(61_000);
    expect(isOn()).toBe(false);
  });

  it('does not outlive the call', async () => {
    const { voice, begin, isOn } = room({ pushToTalk: true });
    await begin();
    voice.key('Enter', true);
    voice.changed(null);
    await begin();
    expect(isOn()).toBe(false);
  });

  it('leaves keys alone where it is not set, or nobody was called', async () => {
    const { voice, begin } = room();
    await begin();
    expect(voice.key('Enter', true)).toBe(false);
    expect(room({ pushToTalk: true }).voice.key('Enter', true)).toBe(false);
  });
});

describe('a room’s profile', () => {
  it('sends the microphone itself where nothing is to be changed, or where audio stands still', async () => {
    for (const { begin, log } of [room(), room({ gainDb: 6 }, false)]) {
      await begin();
      expect(log).toEqual(['send microphone on', 'open']);
    }
  });

  it('waits for the loudness that is wished', async () => {
    const { begin, log } = room({ gainDb: 6 });
    await begin();
    expect(log).toEqual(['send louder on', 'open']);
  });

  it('opens the microphone anew for another profile and for music, not for every change of the lesson', async () => {
    const { voice, begin, log, now, session } = room();
    voice.follow();
    await begin();
    voice.follow();
    expect(log).not.toContain('renew');
    now.profile = { ...now.profile, noiseSuppression: false };
    voice.follow();
    session.set({ state: 'joined', sessionId: 's', view: { lesson: { music: true } } });
    voice.follow();
    voice.follow();
    expect(log.filter((each) => each === 'renew')).toHaveLength(2);
  });
});

describe('a microphone at rest', () => {
  it('goes the later way after a minute of quiet, wakes with a voice, and goes back when it has ended', async () => {
    const { environment, begin, log, heard, voice } = room();
    await begin();
    await environment.advance(61_000);
    expect([log.at(-2), voice.sign.get()]).toEqual(['send late on', 'rests']);
    heard.levelDb = -45;
    await environment.advance(200);
    expect(voice.sign.get()).toBe('none');
    heard.levelDb = -60;
    await environment.advance(3_000);
    expect(log.at(-2)).toBe('send microphone on');
  });

  it('never comes in music, with a held key, or where nothing can be heard', async () => {
    const quiet = room();
    quiet.session.set({ state: 'joined', sessionId: 's', view: { lesson: { music: true } } });
    const deaf = room();
    deaf.heard.levelDb = null;
    for (const { environment, begin, voice } of [quiet, deaf, room({ pushToTalk: true })]) {
      await begin();
      await environment.advance(300_000);
      expect(voice.sign.get()).not.toBe('rests');
    }
  });
});
