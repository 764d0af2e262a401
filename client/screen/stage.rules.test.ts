import { describe, expect, it } from 'vitest';
import type { StreamId } from '../../shared/kernel/ids.ts';
import type { JoinedSession, OwnStream } from '../live/live.types.ts';
import type { ScreenFacts } from './screen.types.ts';
import { isHandUp, isOthersVoice, onStageOf, wantsCamera, wantsMicrophone } from './stage.rules.ts';

const id = (n: number) => `01890000-0000-7000-8000-${String(n).padStart(12, '0')}`;
const [own, other] = [`room:${id(1)}`, `room:${id(2)}`];

type Change = {
  readonly stage?: readonly string[];
  readonly media?: string;
  readonly current?: boolean;
  readonly hand?: object | null;
  readonly phase?: string;
  readonly mode?: string;
  readonly muted?: readonly string[];
  readonly untilMs?: number | null;
};
const session = ({
  stage = [],
  media = 'connected',
  current = true,
  hand = null,
  phase = 'live',
  mode = 'interactive',
  muted,
  untilMs = null,
}: Change): JoinedSession =>
  ({
    state: 'joined',
    seat: own,
    part: 'room',
    current,
    media: { state: media, sinceMs: 0 },
    card: {
      rooms: [
        { roomId: id(1), name: '一号教室', schoolName: '李家沟教学点', className: null },
        { roomId: id(2), name: '二号教室', schoolName: '石门小学', className: '三年级一班' },
      ],
    },
    view: {
      lesson: {
        kind: 'delivery',
        mode,
        phase: { state: phase },
        stage: stage.map((seat) => ({ seat, sinceMs: 0, untilMs })),
        muted,
      },
      seats: { [own]: { hand } },
    },
  }) as unknown as JoinedSession;
const pushes = { room: { audio: { pushToTalk: true } } } as ScreenFacts['agenda'];
const facts = (change: Partial<ScreenFacts> = {}): ScreenFacts =>
  ({ microphone: 'ok', speaking: false, ...change }) as ScreenFacts;

const onStage = (change: Change, known: Partial<ScreenFacts> = {}) =>
  onStageOf(session(change), facts(known), 60_000);

describe('onStageOf', () => {
  it('is nobody without a call, and names other rooms by school and class, longest first', () => {
    expect(onStage({})).toEqual([]);
    const [first, second] = onStage({ stage: [other, own] });
    expect(first).toEqual({
      seat: other,
      schoolName: '石门小学',
      className: '三年级一班',
      own: null,
      muted: false,
      leftSeconds: null,
    });
    expect(second).toMatchObject({ className: '一号教室', own: 'opening' });
  });

  it('names nobody by guess: a room that the card does not know stays without a name', () => {
    expect(onStage({ stage: [`room:${id(9)}`] })).toMatchObject([{ schoolName: '' }]);
  });

  it.each([
    [{}, {}, 'opening'],
    [{}, { microphone: 'unknown' }, 'opening'],
    [{}, { microphone: 'none' }, 'none'],
    [{}, { microphone: 'denied' }, 'denied'],
    [{}, { speaking: true }, 'heard'],
    [{}, { othersVoice: true }, 'heard'],
    // Who has to push is not asked to speak by a microphone that stays shut.
    [{}, { speaking: true, agenda: pushes }, 'push'],
    [{}, { othersVoice: true, agenda: pushes }, 'heard'],
    [{ media: 'lost' }, { speaking: true, agenda: pushes }, 'opening'],
    // Never an open microphone on dead media.
    [{ media: 'lost' }, { speaking: true }, 'opening'],
    [{ media: 'connecting' }, { speaking: true }, 'opening'],
    [{ current: false }, { speaking: true }, 'opening'],
    // Nor on one that whoever leads has closed.
    [{ muted: [own] }, { speaking: true }, 'muted'],
    [{ muted: [other] }, { speaking: true }, 'heard'],
  ] as const)('tells the own pupils %j %j: %s', (change, known, said) => {
    expect(onStage({ ...change, stage: [own] }, known)[0]?.own).toBe(said);
  });

  it('says of another room that it was muted, and how long its call still is when that is short', () => {
    expect(onStage({ stage: [other], muted: [other] })).toMatchObject([{ muted: true, own: null }]);
    const left = (untilMs: number) => onStage({ stage: [other], untilMs })[0]?.leftSeconds;
    expect([left(90_001), left(90_000), left(60_001), left(59_000)]).toEqual([null, 30, 1, 0]);
  });
});

describe('two screens in one room', () => {
  const streamOf = (n: number, seat: string, source: string) => ({
    [id(n)]: { streamId: id(n), seat, source },
  });
  const during = (streams: object) => ({ seat: own, view: { streams } }) as unknown as JoinedSession;
  const voice = (state: string, streamId: string | null = null) =>
    ({ source: 'voice', state, streamId }) as unknown as OwnStream;
  const mine = new Set([id(7)]) as unknown as ReadonlySet<StreamId>;

  it('a camera, another room, and what this screen sends or has sent are nobody else’s voice', () => {
    expect(isOthersVoice(during({}), undefined, mine)).toBe(false);
    expect(isOthersVoice(during(streamOf(8, own, 'camera')), undefined, mine)).toBe(false);
    expect(isOthersVoice(during(streamOf(8, other, 'voice')), undefined, mine)).toBe(false);
    expect(isOthersVoice(during(streamOf(7, own, 'voice')), voice('waiting'), mine)).toBe(false);
    // Told before the answer.
    expect(isOthersVoice(during(streamOf(8, own, 'voice')), voice('publishing'), mine)).toBe(false);
  });

  it('the voice of the other one keeps this microphone closed, also while an own try is refused', () => {
    for (const tried of [undefined, voice('waiting'), voice('failed')])
      expect(isOthersVoice(during(streamOf(8, own, 'voice')), tried, mine)).toBe(true);
  });
});

describe('camera, microphone and hand', () => {
  it('follow the policy and the call', () => {
    expect(wantsCamera(session({}))).toBe(true);
    expect(wantsCamera(session({ phase: 'waiting' }))).toBe(true);
    expect(wantsCamera(session({ phase: 'ended' }))).toBe(false);
    expect(wantsCamera(session({ mode: 'live' }))).toBe(false);
    expect(wantsMicrophone(session({ stage: [own] }), false)).toBe(true);
    expect(wantsMicrophone(session({ stage: [own] }), true)).toBe(false);
    expect(wantsMicrophone(session({ stage: [own], phase: 'waiting' }), false)).toBe(false);
    expect(wantsMicrophone(session({ stage: [own], mode: 'live' }), false)).toBe(false);
    expect(wantsMicrophone(session({ stage: [other] }), false)).toBe(false);
    expect(isHandUp(session({ hand: { raisedAtMs: 1 } }))).toBe(true);
    expect(isHandUp(session({}))).toBe(false);
  });
});
