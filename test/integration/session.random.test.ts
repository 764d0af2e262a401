import fc from 'fast-check';
import { afterEach, expect, test } from 'vitest';
import { spaceOf } from '../../server/session/session.media.ts';
import { type Audience, viewOf } from '../../shared/session/session.audience.ts';
import { seatOfRoom } from '../../shared/session/session.events.ts';
import { evolve } from '../../shared/session/session.fold.ts';
import { lessonOf, maySend } from '../../shared/session/session.policy.ts';
import { emptySession } from '../../shared/session/session.state.ts';
import { actors, type House, neighbourhood, SESSION, type TestClient } from '../support/session-house.ts';
import { nth } from '../support/session-log.ts';
import { cameraParameters, dtls, voiceParameters } from '../support/session-media.ts';

const { open, clear } = neighbourhood();
afterEach(clear);

const kinds = [
  'join',
  'join',
  'leave',
  'drop',
  'start',
  'end',
  'reopen',
  'count',
  'publish',
  'speak',
  'unpublish',
  'call',
  'release',
  'hand',
  'lineBreaks',
  'connect',
  'mediaJoin',
  'workerDies',
  'databaseAway',
  'databaseBack',
  'forgotten',
  'repeat',
  'wait',
] as const;
type Step = { readonly kind: (typeof kinds)[number]; readonly who: number; readonly pick: number };
const steps = fc.array(fc.record({ kind: fc.constantFrom(...kinds), who: fc.nat(7), pick: fc.nat(200) }), {
  minLength: 200,
  maxLength: 200,
});
const cast = [
  () => actors.teacher(1),
  () => actors.teacher(2),
  () => actors.screen(1),
  () => actors.screen(2),
  () => actors.inspector(),
  () => actors.stranger(),
  () => actors.phone(1),
  () => actors.lecternPhone(1),
] as const;

/** One client for each of the cast, made anew after it was dropped. */
class Play {
  readonly house: House;
  readonly clients = new Map<number, TestClient>();
  readonly commandIds: string[] = [];

  constructor(house: House) {
    this.house = house;
  }

  async act(step: Step): Promise<void> {
    const client = this.#client(step.who);
    switch (step.kind) {
      case 'drop':
        client.drop(step.pick % 2 === 0 ? 'timeout' : 'client', 0);
        this.clients.delete(step.who);
        return;
      case 'workerDies':
        if (this.house.engine.inspect(spaceOf(SESSION)) !== null)
          this.house.engine.failSpace(spaceOf(SESSION), 'died');
        return;
      case 'lineBreaks': {
        const half = { direction: 'send', connected: step.pick % 2 === 0 } as const;
        const there = this.house.engine.inspect(spaceOf(SESSION))?.participants ?? [];
        if (there.some((each) => each.participantId === client.id))
          this.house.engine.setConnected(spaceOf(SESSION), client.id as never, half);
        return;
      }
      case 'databaseAway':
      case 'databaseBack':
        this.house.setAway(step.kind === 'databaseAway' && step.pick % 4 === 0);
        return;
      case 'forgotten':
        return this.house.job('session.forgotten');
      case 'wait':
        this.house.clock.pass(step.pick * 100);
        return;
      default:
        await this.#ask(client, step);
    }
  }

  #client(who: number): TestClient {
    const known = this.clients.get(who);
    if (known !== undefined && known.closed.length === 0) return known;
    const fresh = this.house.connect((cast[who] ?? cast[0])());
    this.clients.set(who, fresh);
    return fresh;
  }

  #commandId(step: Step): string {
    const known = this.commandIds[step.pick % Math.max(1, this.commandIds.length)];
    if (step.kind === 'repeat' && known !== undefined) return known;
    const fresh = this.house.newId();
    this.commandIds.push(fresh);
    return fresh;
  }

  async #ask(client: TestClient, step: Step): Promise<unknown> {
    const here = { sessionId: SESSION };
    const direction = step.pick % 2 === 0 ? 'send' : 'receive';
    const streams = Object.keys(client.mirror?.view.streams ?? {});
    switch (step.kind) {
      case 'join':
        return client.ask('session.join', here);
      case 'leave':
        return client.ask('session.leave', here);
      case 'start':
        return client.ask('session.start', here, this.#commandId(step));
      case 'end':
        return step.pick % 10 === 0 ? client.ask('session.end', here, this.#commandId(step)) : undefined;
      case 'reopen':
        return client.ask('session.reopen', here, this.#commandId(step));
      case 'repeat':
      case 'count': {
        const count = { ...here, roomId: nth.room(1 + (step.pick % 3)), presentCount: step.pick };
        return client.ask('headCount.set', count, this.#commandId(step));
      }
      case 'publish':
        return client.ask('media.publish', { ...here, source: 'camera', rtpParameters: cameraParameters });
      case 'speak':
        return client.ask('media.publish', { ...here, source: 'voice', rtpParameters: voiceParameters });
      case 'call':
      case 'release': {
        const seat = seatOfRoom(nth.room(1 + (step.pick % 2)));
        return client.ask(`stage.${step.kind}`, { ...here, seat }, this.#commandId(step));
      }
      case 'hand':
        return client.ask('hand.raise', { ...here, roomId: nth.room(1) }, this.#commandId(step));
      case 'unpublish': {
        const streamId = streams[step.pick % Math.max(1, streams.length)];
        return streamId === undefined
          ? undefined
          : client.ask('media.unpublish', { ...here, streamId: streamId as never });
      }
      case 'connect':
        return client.ask('media.connect', { ...here, direction, dtlsParameters: dtls });
      default:
        return client.ask('media.join', here);
    }
  }
}

async function expectSound({ house, clients }: Play): Promise<void> {
  const { reader } = house.sessions;
  const state = await reader.stateOf(SESSION);
  // The log reads back whole, and its fold is what was acted upon.
  const events = await reader.eventsOf(SESSION);
  expect(events.reduce(evolve, emptySession(SESSION))).toEqual(state);
  for (const event of events) expect(event.occurredAtMs).toBeLessThanOrEqual(event.recordedAtMs);
  // Who sits there is connected, and everybody who follows has the very view.
  const here = [...clients.values()].filter((each) => reader.joinedSession(each.id as never) !== null);
  expect(Object.keys(state.connections).sort()).toEqual(here.map((each) => each.id).sort());
  for (const client of here) {
    expect(client.gaps).toBe(0);
    expect(client.mirror?.view).toEqual(viewOf(state, audienceOf(client)));
  }
  // The engine carries what the log says and nothing else.
  const engine = house.engine.inspect(spaceOf(SESSION));
  const streams = engine?.streams.map((each) => each.streamId) ?? [];
  expect(streams.sort()).toEqual(Object.keys(state.streams).sort());
  for (const { participantId, maySend: rights } of engine?.participants ?? []) {
    const connection = state.connections[participantId];
    expect(connection).toBeDefined();
    if (connection !== undefined)
      expect([...rights].sort()).toEqual([...maySend(lessonOf(state), connection)].sort());
  }
}

function audienceOf({ actor }: TestClient): Audience {
  if (actor.kind === 'device') return { kind: 'screen', roomId: actor.roomId };
  if (actor.kind === 'phone' && actor.roomId !== null) return { kind: 'phone', roomId: actor.roomId };
  return { kind: actor.kind === 'person' && actor.personId === nth.person(90) ? 'observer' : 'console' };
}

test('a thousand random requests, cuts and failures leave log, mirrors and engine agreed', async () => {
  let written = 0;
  await fc.assert(
    fc.asyncProperty(steps, async (walk) => {
      const house = await open();
      const play = new Play(house);
      const underWay: Promise<void>[] = [];
      for (const [index, step] of walk.entries()) {
        underWay.push(play.act(step));
        if (step.pick % 3 === 0 || index % 50 === 49) await Promise.all(underWay.splice(0));
        if (index % 50 !== 49) continue;
        house.setAway(false);
        await house.job('session.spool');
        await house.quiet();
        await expectSound(play);
      }
      written += (await house.sessions.reader.eventsOf(SESSION)).length;
    }),
    { numRuns: 5 },
  );
  // Most of it must have come to something, or nothing was tried.
  expect(written).toBeGreaterThan(100);
});
