import { describe, expect, it } from 'vitest';
import type { ErrorCode } from '../../../shared/kernel/errors.ts';
import { fail, ok, type Result } from '../../../shared/kernel/result.ts';
import type { LineVoiceView } from '../../../shared/session/session.line-voice.ts';
import type { SessionView } from '../../../shared/session/session.view.ts';
import { nth } from '../../../test/support/session-log.ts';
import type { Captured } from '../../live/capture.ts';
import { settle } from '../../live/doubles.ts';
import type { HelperClient, HelperSeat } from '../../live/helper-client.ts';
import type { LineMedia } from '../../live/line-media.ts';
import type { LiveStream, MediaState } from '../../live/live.types.ts';
import { createStore } from '../../live/store.ts';
import { PhoneVoice } from './phone-voice.ts';

const roomId = nth.room(1);
const asked = (by: 'room' | 'lecturer', own = by === 'room'): LineVoiceView => ({
  state: 'asked',
  roomId,
  by,
  own,
  askedAtMs: 0,
});
const open = (own = true): LineVoiceView => ({ state: 'open', roomId, own, sinceMs: 0 });

function setUp(microphone: Captured['state'] | 'denied' = 'open') {
  const seat = createStore<HelperSeat>({ state: 'joining' });
  const requests: string[] = [];
  let answer: Result<Record<string, never>> = ok({});
  const stopped: string[] = [];
  const track = { stop: () => stopped.push('track') } as unknown as MediaStreamTrack;
  const client = {
    seat,
    request: async (name: string) => {
      requests.push(name);
      return answer;
    },
  } as unknown as HelperClient;
  const streams = createStore<readonly LiveStream[]>([]);
  const media: string[] = [];
  const opened: LineMedia = {
    streams,
    media: createStore<MediaState>({ state: 'connecting' } as MediaState),
    setView: () => media.push('view'),
    close: () => media.push('closed'),
  };
  const voice = new PhoneVoice({
    client,
    sessionId: nth.session(1),
    roomId,
    openMicrophone: async () =>
      microphone === 'open' ? { state: 'open', track } : { state: 'refused', why: 'denied' },
    loadMedia: async () => (wish) => {
      media.push(wish.track === track ? 'opened' : 'wrong track');
      return opened;
    },
  });
  const shows = async (lineVoice: LineVoiceView | undefined, current = true) => {
    const view = { lesson: { lineVoice }, streams: {}, seats: {} } as unknown as SessionView;
    seat.set({ state: 'joined', current, view, card: {} } as HelperSeat);
    await settle();
  };
  const refuse = (code: ErrorCode) => {
    answer = fail(code);
  };
  return { voice, requests, stopped, media, streams, shows, refuse, facts: () => voice.facts.get() };
}

describe('a phone’s end of a private line', () => {
  it('asks for nothing without a microphone, and says why', async () => {
    const { voice, requests, facts } = setUp('denied');
    await voice.ask();
    expect(facts()).toMatchObject({ trouble: 'denied', busy: false });
    expect(requests).toEqual([]);
  });

  it('closes the microphone when the server refuses', async () => {
    const { voice, stopped, refuse, facts, shows } = setUp();
    await shows(undefined);
    refuse('CONFLICT');
    await voice.ask();
    expect(facts().trouble).toEqual({ code: 'CONFLICT' });
    expect(stopped).toEqual(['track']);
  });

  it('sends nothing while it only rings, nor when another phone answered; unanswered it closes the microphone', async () => {
    const { voice, media, stopped, shows, facts } = setUp();
    await shows(undefined);
    await voice.ask();
    await shows(asked('room'));
    expect(media).toEqual([]);
    expect(stopped).toEqual([]);
    await shows(undefined);
    expect(facts().trouble).toBe('notTaken');
    expect(stopped).toEqual(['track']);
    voice.seen();
    await shows(asked('lecturer', false));
    await shows(open(false));
    await shows(undefined);
    expect(media).toEqual([]);
    expect(facts().trouble).toBeNull();
  });

  it('answers, is heard and hears, and is silent at once when it ends it', async () => {
    const { voice, media, requests, stopped, streams, shows, facts } = setUp();
    await shows(asked('lecturer', false));
    await voice.answer();
    await shows(open());
    await shows(open());
    expect(media).toEqual(['opened', 'view']);
    const heard = {} as MediaStreamTrack;
    streams.set([{ source: 'line', own: false, track: heard } as LiveStream]);
    expect(facts().heard).toBe(heard);
    voice.end();
    expect(requests).toEqual(['lineVoice.answer', 'lineVoice.end']);
    expect(stopped).toEqual(['track']);
    expect(media.at(-1)).toBe('closed');
    await shows(undefined);
    expect(facts()).toMatchObject({ trouble: null, heard: null });
  });

  it('is silent when the line to the server breaks, and says so', async () => {
    const { voice, media, stopped, shows, facts } = setUp();
    await shows(asked('lecturer', false));
    await voice.answer();
    await shows(open());
    await shows(open(), false);
    expect(facts().trouble).toBe('lost');
    expect(media.at(-1)).toBe('closed');
    expect(stopped).toEqual(['track']);
  });
});
