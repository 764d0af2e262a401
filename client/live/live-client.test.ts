import { describe, expect, it } from 'vitest';
import type { SessionId, StreamId } from '../../shared/kernel/ids.ts';
import type { SessionView, StreamView } from '../../shared/session/session.view.ts';
import { FakeEnvironment, FakeKit, FakeServer, fakeTrack, no, settle, yes } from './doubles.ts';
import type { LiveOptions } from './live.types.ts';
import { assemble } from './live-client.ts';
import type { PictureCodec } from './media/encodings.ts';
import { createStore } from './store.ts';

const id = (n: number) => `01890000-0000-7000-8000-${String(n).padStart(12, '0')}`;
const sessionId = id(1) as SessionId;
const teacher = `person:${id(2)}`;
const room = `room:${id(3)}`;

const stream = (n: number, source: StreamView['source']) => ({
  [id(n)]: { streamId: id(n), seat: teacher, part: 'lecturer', source, codec: 'video/H264' },
});
const viewWith = (streams: object, change: object = {}): SessionView =>
  ({
    lesson: {
      phase: { state: 'live', startedAtMs: 1 },
      kind: 'delivery',
      mode: 'live',
      lecturerId: id(2),
      mediaEpoch: 0,
      stage: [],
      viewerCount: null,
      ...change,
    },
    seats: {},
    streams,
  }) as unknown as SessionView;

const transport = {
  id: 't',
  iceParameters: { usernameFragment: 'u', password: 'p' },
  iceCandidates: [],
  dtlsParameters: { fingerprints: [{ algorithm: 'sha-256', value: Array(32).fill('AA').join(':') }] },
};
const offer = (epoch: number) => ({
  epoch,
  rtpCapabilities: { codecs: [], headerExtensions: [] },
  maySend: ['camera', 'content'],
  send: transport,
  receive: transport,
});
const card = {
  lessonId: id(5),
  sessionId,
  kind: 'delivery',
  mode: 'live',
  subject: '数学',
  grade: '三年级',
  localDate: '2026-11-22',
  startMinute: 540,
  plannedStartAtMs: 1,
  plannedEndAtMs: 2,
  unplanned: false,
  version: 1,
  slotId: null,
  changed: null,
  cancelled: null,
  phase: 'live',
  leadingSchool: { schoolId: id(6), name: '中心小学' },
  lectureRoom: null,
  lecturer: { personId: id(2), name: '王老师' },
  rooms: [],
  leadingClass: null,
  members: [],
};

/** A server with one lesson, that gives every connection new transports. */
function rig(options: Partial<LiveOptions> = {}) {
  const environment = new FakeEnvironment();
  const server = new FakeServer();
  const kit = new FakeKit();
  const lesson = { view: viewWith({ ...stream(10, 'camera'), ...stream(11, 'voice') }), seq: 5, epoch: 0 };
  let connections = 100;
  let consumers = 1000;
  server.answers.set('session.join', () => {
    connections += 1;
    return yes({
      connectionId: id(connections),
      seat: room,
      part: 'room',
      resumeToken: `resume-${connections}`,
      snapshot: { sessionId, seq: lesson.seq, view: lesson.view },
      card,
      serverNowMs: 5_000_000,
      media: offer(lesson.epoch),
    });
  });
  server.answers.set('media.join', () => yes({ media: offer(lesson.epoch) }));
  server.answers.set('media.receive', (body) =>
    yes({
      consumers: (body['streamIds'] as string[]).map((streamId) => {
        consumers += 1;
        return { consumerId: id(consumers), streamId, kind: 'video', rtpParameters: { codecs: [] } };
      }),
      refused: [],
    }),
  );
  for (const name of [
    'media.steer',
    'media.connect',
    'session.leave',
    'quality.report',
    'quality.firstFrame',
  ]) {
    server.answers.set(name, () => yes({}));
  }
  server.answers.set('media.publish', () => yes({ streamId: id(77) }));
  server.answers.set('media.restartIce', () => yes({ iceParameters: transport.iceParameters }));
  const { client, live } = assemble(
    { camera: 'listening', showByDefault: 'lecturer', ...options },
    {
      environment,
      wire: server.wire,
      kit,
      shelf: { read: () => null, write: () => undefined },
      codec: createStore<PictureCodec>('video/H264'),
    },
  );
  const push = (change: { view: SessionView; messages: object[] }) => {
    const envelope = { sessionId, afterSeq: lesson.seq, seq: lesson.seq + 1, messages: change.messages };
    lesson.view = change.view;
    lesson.seq += 1;
    server.push('session.changed', envelope);
  };
  return { environment, server, kit, lesson, client, live, push };
}

it('dates what waits by the server’s clock, however wrong the own one is', async () => {
  const { client, server } = await joined();
  server.reachable = false;
  void client.command('session.start', { sessionId });
  const [waiting] = client.pending.get();
  expect(Math.abs(client.serverNowMs() - client.nowMs())).toBeGreaterThan(60_000);
  expect(waiting?.askedAtMs).toBe(client.serverNowMs());
});

async function joined(options: Partial<LiveOptions> = {}) {
  const all = rig(options);
  all.client.open();
  await settle();
  const result = await all.client.join(sessionId);
  expect(result.ok).toBe(true);
  await all.environment.advance(600);
  return all;
}
type Rig = ReturnType<typeof rig>;
const facts = (all: Rig) => {
  const value = all.client.session.get();
  if (value.state !== 'joined') throw new Error(value.state);
  return value;
};

describe('joining', () => {
  it('receives what the lecturer sends in one batch and lets it flow', async () => {
    const all = await joined();
    expect(all.server.countOf('media.receive')).toBe(1);
    const steer = all.server.asked.find((each) => each.name === 'media.steer')?.frame.body['wishes'];
    expect(steer).toMatchObject([{ paused: false }, { paused: false }]);
    expect(all.client.streams.get().map((each) => [each.source, each.flowing, each.track !== null])).toEqual([
      ['camera', true, true],
      ['voice', true, true],
    ]);
    expect(facts(all).media.state).toBe('connected');
  });

  it('says why it was refused, and does not knock again', async () => {
    const all = rig();
    all.server.answers.set('session.join', () => no('NOT_FOUND'));
    all.client.open();
    await settle();
    expect(await all.client.join(sessionId)).toMatchObject({ error: { code: 'NOT_FOUND' } });
    await all.environment.advance(60_000);
    expect(all.client.session.get()).toMatchObject({ state: 'refused', error: { code: 'NOT_FOUND' } });
    expect(all.server.countOf('session.join')).toBe(1);
  });

  it('tries again by itself when the server could not', async () => {
    const all = rig();
    const works = all.server.answers.get('session.join');
    all.server.answers.set('session.join', () => no('UNAVAILABLE'));
    all.client.open();
    await settle();
    await all.client.join(sessionId);
    if (works !== undefined) all.server.answers.set('session.join', works);
    await all.environment.advance(400);
    expect(all.client.session.get().state).toBe('joined');
  });

  it('waits for the line when asked before it stands', async () => {
    const all = rig();
    all.server.reachable = false;
    all.client.open();
    expect(await all.client.join(sessionId)).toMatchObject({ error: { code: 'UNAVAILABLE' } });
    all.server.reachable = true;
    await all.environment.advance(2000);
    expect(all.client.session.get().state).toBe('joined');
  });

  it('knows the server’s time', async () => {
    const all = await joined();
    expect(all.client.serverNowMs()).toBe(5_000_600);
  });
});

describe('before the lesson', () => {
  it('consumers are made but nothing flows, whatever a page asks for; at the start it does', async () => {
    const all = rig();
    const waiting = viewWith(stream(10, 'camera'), { phase: { state: 'waiting' } });
    all.lesson.view = waiting;
    all.client.open();
    await settle();
    await all.client.join(sessionId);
    all.client.show(new Map([[id(10) as StreamId, { widthPx: 320, heightPx: 180 }]]));
    await all.environment.advance(600);
    const wishes = () =>
      all.server.asked
        .filter((each) => each.name === 'media.steer')
        .flatMap((each) => each.frame.body['wishes']);
    expect(wishes()).toMatchObject([{ paused: true }]);
    const begun = viewWith(stream(10, 'camera'));
    all.push({ view: begun, messages: [{ type: 'lesson.changed', lesson: begun.lesson }] });
    await all.environment.advance(600);
    expect(wishes()).toMatchObject([{ paused: true }, { paused: false }]);
    expect(all.server.countOf('media.receive')).toBe(1);
  });

  it('the own camera comes back in every size, and goes out in the codec that switches, content too', async () => {
    const all = rig();
    all.lesson.view = viewWith({}, { phase: { state: 'waiting' } });
    all.server.answers.set('media.steer', (body) => {
      const [wish] = body['wishes'] as { maxLayer?: number }[];
      const works = all.kit.latest.sentCodecs.at(-1) === 'video/VP8';
      all.kit.latest.heightPx = works ? ([180, 360, 720][wish?.maxLayer ?? 0] ?? 0) : 180;
      return yes({});
    });
    all.client.open();
    await settle();
    await all.client.join(sessionId);
    await all.client.publish('camera', fakeTrack());
    const checked = all.client.checkLayers();
    await all.environment.advance(20_000);
    expect(await checked).toMatchObject({ state: 'ok' });
    expect(all.client.own.get()).toMatchObject([{ source: 'camera', state: 'live' }]);
    await all.client.publish('content', fakeTrack());
    expect(all.kit.latest.sentCodecs).toEqual(['video/H264', 'video/VP8', 'video/VP8']);
    expect(all.client.streams.get()).toEqual([]);
  });
});

describe('the mirror', () => {
  it('follows the news', async () => {
    const all = await joined();
    const view = viewWith(stream(10, 'camera'));
    all.push({ view, messages: [{ type: 'stream.closed', streamId: id(11) }] });
    expect(Object.keys(facts(all).view.streams)).toEqual([id(10)]);
    // It may only have gone out of sight: let go of, it can come again on a place of its own.
    const steered = all.server.asked.filter((each) => each.name === 'media.steer').at(-1);
    expect(steered?.frame.body['wishes']).toMatchObject([{ released: true }]);
  });

  it('catches up after a gap, and takes what came meanwhile', async () => {
    const all = await joined();
    all.server.answers.set('session.catchUp', () =>
      yes({ kind: 'snapshot', snapshot: { sessionId, seq: 8, view: viewWith({}) } }),
    );
    const message = { type: 'stream.published', stream: stream(12, 'content')[id(12)] };
    all.server.push('session.changed', { sessionId, afterSeq: 7, seq: 8, messages: [] });
    all.server.push('session.changed', { sessionId, afterSeq: 8, seq: 9, messages: [message] });
    await settle();
    expect(Object.keys(facts(all).view.streams)).toEqual([id(12)]);
    expect(all.server.countOf('session.catchUp')).toBe(1);
  });

  it('does not mind news of another session', async () => {
    const all = await joined();
    all.server.push('session.changed', { sessionId: id(9), afterSeq: 5, seq: 6, messages: [] });
    await settle();
    expect(all.server.countOf('session.catchUp')).toBe(0);
  });
});

describe('a cut signalling line', () => {
  it('leaves the pictures and takes the same seat again with the resume token', async () => {
    const all = await joined();
    const first = all.kit.latest;
    all.server.reachable = false;
    all.server.cut();
    await all.environment.advance(2000);
    expect(facts(all)).toMatchObject({ current: false, media: { state: 'connected' } });
    expect(first.closed).toBe(false);
    expect(all.client.streams.get()[0]?.flowing).toBe(true);
    all.server.reachable = true;
    await all.environment.advance(5000);
    expect(facts(all).current).toBe(true);
    const joins = all.server.asked.filter((each) => each.name === 'session.join');
    expect(joins.map((each) => each.frame.body['resumeToken'])).toEqual([undefined, 'resume-101']);
    expect(all.kit.paths).toHaveLength(2);
    await all.environment.advance(6000);
    expect(first.closed).toBe(true);
  });

  it('keeps commands and sends them once the seat is taken again', async () => {
    const all = await joined();
    all.server.answers.set('session.end', () => yes({}));
    all.server.reachable = false;
    all.server.cut();
    const ended = all.client.command('session.end', { sessionId });
    await all.environment.advance(100);
    expect(all.client.pending.get()).toHaveLength(1);
    all.server.reachable = true;
    await all.environment.advance(1000);
    expect(await ended).toMatchObject({ ok: true });
    expect(all.server.names().lastIndexOf('session.join')).toBeLessThan(
      all.server.names().indexOf('session.end'),
    );
  });
});

describe('dead media', () => {
  it('is rebuilt at once in a new epoch, and own tracks are sent again', async () => {
    const all = await joined();
    await all.client.publish('camera', fakeTrack(180));
    all.lesson.epoch = 1;
    const view = viewWith({}, { mediaEpoch: 1 });
    const messages = [
      { type: 'lesson.changed', lesson: view.lesson },
      { type: 'stream.closed', streamId: id(10) },
      { type: 'stream.closed', streamId: id(11) },
    ];
    all.push({ view, messages });
    await settle();
    expect(all.kit.paths).toHaveLength(2);
    expect(all.kit.latest.sent).toEqual(['camera']);
    all.push({
      view: viewWith(stream(20, 'camera'), { mediaEpoch: 1 }),
      messages: [{ type: 'stream.published', stream: stream(20, 'camera')[id(20)] }],
    });
    await all.environment.advance(600);
    expect(all.kit.latest.received).toEqual([id(20)]);
    expect(facts(all).media.state).toBe('connected');
  });

  it('is asked for until the engine is back', async () => {
    const all = await joined();
    let refusals = 4;
    all.server.answers.set('media.join', () => {
      refusals -= 1;
      return refusals >= 0 ? no('MEDIA_UNAVAILABLE') : yes({ media: offer(1) });
    });
    const view = viewWith(stream(10, 'camera'), { mediaEpoch: 1 });
    all.push({ view, messages: [{ type: 'lesson.changed', lesson: view.lesson }] });
    await settle();
    expect(facts(all).media.state).toBe('unavailable');
    await all.environment.advance(1000);
    expect(all.kit.paths).toHaveLength(2);
  });

  it('is noticed within 3 s and healed by new ICE credentials of both directions', async () => {
    const all = await joined();
    await all.client.publish('camera', fakeTrack(180));
    await all.environment.advance(2000);
    all.server.answers.set('session.catchUp', () => undefined);
    all.kit.latest.flowing = false;
    await all.environment.advance(3000);
    expect(facts(all).media).toMatchObject({ state: 'lost', attempt: 1 });
    expect(all.client.streams.get().some((each) => each.flowing)).toBe(false);
    expect(all.kit.latest.restarted.sort()).toEqual(['receive', 'send']);
    const steers = all.server.countOf('media.steer');
    all.kit.latest.flowing = true;
    await all.environment.advance(600);
    expect(facts(all).media.state).toBe('connected');
    expect(all.kit.paths).toHaveLength(1);
    const asked = all.server.asked.filter((each) => each.name === 'media.steer').slice(steers);
    expect(asked.map((each) => each.frame.body['wishes'])).toMatchObject([
      [{ paused: true }, { paused: true }],
      [{ paused: false }, { paused: false }],
    ]);
  });

  it('gets new transports when that was not enough, and a new connection after that', async () => {
    const all = await joined();
    all.server.answers.set('session.catchUp', () => undefined);
    all.kit.flows = false;
    all.kit.latest.flowing = false;
    await all.environment.advance(7000);
    expect(all.server.countOf('media.join')).toBe(1);
    await all.environment.advance(60_000);
    expect(all.server.countOf('session.join')).toBeGreaterThan(1);
  });

  it('dials again when the server no longer answers either', async () => {
    const all = await joined();
    all.server.answers.set('session.catchUp', () => undefined);
    all.server.answers.set('media.restartIce', () => undefined);
    all.kit.latest.flowing = false;
    await all.environment.advance(6000);
    expect(all.server.countOf('session.join')).toBe(2);
  });

  it('is not taken for dead when only the lecturer stopped and the server still answers', async () => {
    const all = await joined();
    all.server.answers.set('session.catchUp', () =>
      yes({ kind: 'messages', envelope: { sessionId, afterSeq: 5, seq: 5, messages: [] } }),
    );
    all.kit.latest.flowing = false;
    await all.environment.advance(4500);
    expect(facts(all).media.state).toBe('connected');
    expect(all.client.streams.get().some((each) => each.flowing)).toBe(false);
    expect(all.server.countOf('media.restartIce')).toBe(0);
  });

  it('is not asked for after the lesson; a lesson that goes on gets it back', async () => {
    const all = await joined();
    const ended = viewWith(
      {},
      { phase: { state: 'ended', startedAtMs: 1, endedAtMs: 2, recordedAtMs: 2, reason: 'lecturer' } },
    );
    all.push({ view: ended, messages: [{ type: 'lesson.changed', lesson: ended.lesson }] });
    await all.environment.advance(30_000);
    expect(all.kit.latest.closed).toBe(true);
    expect(all.server.countOf('media.join')).toBe(0);
    const again = viewWith({});
    all.push({ view: again, messages: [{ type: 'lesson.changed', lesson: again.lesson }] });
    await all.environment.advance(100);
    expect(all.server.countOf('media.join')).toBe(1);
    expect(all.kit.paths).toHaveLength(2);
  });

  it('is said when the browser cannot do it at all', async () => {
    const all = rig();
    all.kit.broken = true;
    all.client.open();
    await settle();
    await all.client.join(sessionId);
    await all.environment.advance(3000);
    expect(facts(all).media.state).toBe('lost');
  });
});

describe('what is shown', () => {
  it('is steered, and only when it changed', async () => {
    const all = await joined({ showByDefault: 'none' });
    expect(all.server.countOf('media.receive')).toBe(0);
    const show = (heightPx: number | null) =>
      all.client.show(new Map([[id(10) as StreamId, heightPx === null ? null : { widthPx: 1, heightPx }]]));
    show(null);
    await settle();
    show(200);
    await settle();
    show(200);
    await settle();
    const steers = all.server.asked.filter((each) => each.name === 'media.steer');
    expect(steers.map((each) => each.frame.body['wishes'])).toMatchObject([
      [{ paused: true }],
      [{ paused: false, maxLayer: 0 }],
    ]);
  });

  it('names a stream that this browser cannot decode', async () => {
    const all = rig();
    all.server.answers.set('media.receive', (body) =>
      yes({
        consumers: [],
        refused: (body['streamIds'] as string[]).map((streamId) => ({ streamId, code: 'CODEC_UNSUPPORTED' })),
      }),
    );
    all.client.open();
    await settle();
    await all.client.join(sessionId);
    await all.environment.advance(10_000);
    expect(all.client.streams.get().every((each) => each.unsupported)).toBe(true);
    expect(all.server.countOf('media.receive')).toBe(1);
    expect(facts(all).media.state).toBe('connected');
  });
});

describe('measuring', () => {
  it('tells the first picture once after a join, from the asking on', async () => {
    const all = await joined();
    for (let count = 0; count < 3; count += 1) {
      all.client.frameShown(id(10) as StreamId, { widthPx: 320, heightPx: 180 });
      await all.environment.advance(40);
    }
    const told = all.server.asked.filter((each) => each.name === 'quality.firstFrame');
    expect(told.map((each) => each.frame.body['fact'])).toEqual([{ source: 'camera', sinceRequestMs: 600 }]);
    expect(all.live.frames.facts().camera).toMatchObject({
      count: 3,
      firstAfterJoinMs: 600,
      longestGapMs: 40,
    });
  });

  it('reports every 5 s what is received', async () => {
    const all = await joined();
    await all.environment.advance(15_000);
    const reports = all.server.asked.filter((each) => each.name === 'quality.report');
    expect(reports.length).toBe(2);
    expect(reports[0]?.frame.body['report']).toMatchObject({
      received: [{ source: 'camera' }, { source: 'voice' }],
    });
  });
});

function onStage(all: Rig, seats: readonly string[], change: object = {}): Promise<void> {
  const view = viewWith({}, { stage: seats.map((seat) => ({ seat, sinceMs: 1, untilMs: null })), ...change });
  all.push({ view, messages: [{ type: 'lesson.changed', lesson: view.lesson }] });
  return settle();
}

describe('a line that loses packets', () => {
  const held = (all: Rig) => new Set(all.kit.latest.held.values());
  it('gets time to send again, over new paths too, and says so in the report', async () => {
    const all = await joined();
    all.kit.latest.lossRatio = 0.05;
    await all.environment.advance(15_000);
    expect(held(all)).toEqual(new Set([200]));
    const reports = all.server.asked.filter((each) => each.name === 'quality.report');
    expect(reports.at(-1)?.frame.body['report']).toMatchObject({ jitterTargetMs: 200 });
    all.lesson.epoch = 1;
    await onStage(all, [], { mediaEpoch: 1 });
    await all.environment.advance(100);
    expect(all.kit.paths).toHaveLength(2);
    expect(held(all)).toEqual(new Set([200]));
  });

  it('gets none while the room is on stage', async () => {
    const all = await joined();
    all.kit.latest.lossRatio = 0.05;
    await onStage(all, [teacher]);
    await all.environment.advance(6_000);
    expect(held(all)).toEqual(new Set([200]));
    await onStage(all, [room]);
    await all.environment.advance(1_000);
    expect(held(all)).toEqual(new Set([0]));
    await onStage(all, []);
    await all.environment.advance(500);
    expect(held(all)).toEqual(new Set([200]));
  });
});

describe('own streams', () => {
  it('are refused when the seat may not send them', async () => {
    const all = await joined();
    expect(await all.client.publish('voice', fakeTrack())).toMatchObject({
      error: { code: 'STREAM_REFUSED' },
    });
    expect(all.client.own.get()).toMatchObject([{ source: 'voice', state: 'failed' }]);
  });

  it('wait until they may be sent', async () => {
    const all = rig();
    await all.client.publish('camera', fakeTrack());
    expect(all.client.own.get()).toMatchObject([{ source: 'camera', state: 'waiting' }]);
    all.client.open();
    await settle();
    await all.client.join(sessionId);
    await settle();
    expect(all.client.own.get()).toMatchObject([{ source: 'camera', state: 'live', streamId: id(77) }]);
  });

  it('are never live while media is dead', async () => {
    const all = await joined();
    await all.client.publish('camera', fakeTrack());
    all.server.answers.set('media.join', () => no('MEDIA_UNAVAILABLE'));
    const view = viewWith({}, { mediaEpoch: 1 });
    all.push({ view, messages: [{ type: 'lesson.changed', lesson: view.lesson }] });
    await settle();
    expect(all.client.own.get()).toMatchObject([{ source: 'camera', state: 'waiting', streamId: null }]);
  });

  it('are sent larger on stage and small again after, also over a new path', async () => {
    const all = await joined();
    await all.client.publish('camera', fakeTrack());
    const rates = () => all.kit.latest.tuned.map((each) => each.maxBitrate);
    await onStage(all, [teacher]);
    expect(rates()).toEqual([]);
    await onStage(all, [room]);
    await onStage(all, []);
    expect(rates()).toEqual([500_000, 120_000]);
    all.lesson.epoch = 1;
    await onStage(all, [room], { mediaEpoch: 1 });
    await all.environment.advance(600);
    expect(all.kit.paths).toHaveLength(2);
    expect(rates()).toEqual([500_000]);
  });

  it('are forgotten when the seat is given up', async () => {
    const all = await joined();
    await all.client.publish('camera', fakeTrack());
    await all.client.leave();
    expect(all.client.own.get()).toEqual([]);
    expect(all.client.session.get()).toEqual({ state: 'none' });
    expect(all.kit.latest.closed).toBe(true);
  });
});
