import { describe, expect, it } from 'vitest';
import { personId, type SessionId, sessionId, streamId } from '../../shared/kernel/ids.ts';
import { seatOfPerson } from '../../shared/session/session.events.ts';
import { emptySession, type SessionState } from '../../shared/session/session.state.ts';
import { createStillMaker } from './still.maker.ts';

const uuid = (number: number) => `01890000-0000-7000-8000-${number.toString(16).padStart(12, '0')}`;
const ids = Array.from({ length: 5 }, (_, n) => sessionId.parse(uuid(n)));

/** A lesson that runs and whose lecturer sends a camera. */
function stateOf(id: SessionId): SessionState {
  const stream = { streamId: streamId.parse(id), source: 'camera', part: 'lecturer', codec: 'video/H264' };
  const seat = seatOfPerson(personId.parse(uuid(99)));
  return {
    ...emptySession(id),
    phase: { state: 'live', startedAtMs: 0 },
    streams: { [stream.streamId]: { ...stream, seat, connectionId: uuid(98) } },
  } as SessionState;
}

function openMaker() {
  let nowMs = 0;
  const under: { readonly id: SessionId; readonly end: (jpeg: Uint8Array | null) => void }[] = [];
  const complaints: string[] = [];
  const complain = (_facts: object, message: string) => void complaints.push(message);
  const maker = createStillMaker({
    sessions: { stateOf: async (id) => stateOf(id) },
    take: (id) =>
      new Promise((resolve, reject) =>
        under.push({ id, end: (jpeg) => (jpeg === null ? reject(new Error('no ffmpeg')) : resolve(jpeg)) }),
      ),
    clock: { nowMs: () => nowMs },
    log: { info: complain, warn: complain, error: complain } as never,
  });
  const breath = () => new Promise((resolve) => setImmediate(resolve));
  return {
    ...{ maker, under, complaints, breath },
    pass: (ms: number) => {
      nowMs += ms;
    },
    /** Ends what was begun first. */
    async end(jpeg: string | null) {
      under.shift()?.end(jpeg === null ? null : Buffer.from(jpeg));
      await breath();
    },
  };
}

describe('stills are taken', () => {
  it('two at once however many are wanted, in the order in which they were', async () => {
    const { maker, under, breath, end } = openMaker();
    for (const id of ids) expect(maker.want(id).state).toBe('making');
    await breath();
    expect(under.map(({ id }) => id)).toEqual(ids.slice(0, 2));
    await end('one');
    expect(under.map(({ id }) => id)).toEqual(ids.slice(1, 3));
    expect(ids.map((id) => maker.want(id).state)).toEqual(['shown', 'making', 'making', 'making', 'making']);
  });

  it('only while somebody still wants them', async () => {
    const { maker, under, breath, end, pass } = openMaker();
    for (const id of ids) maker.want(id);
    await breath();
    pass(20_000);
    for (const id of ids.slice(4)) maker.want(id);
    pass(15_000);
    await end('one');
    await end('two');
    expect(under.map(({ id }) => id)).toEqual(ids.slice(4));
    await end('five');
    await maker.settled();
    maker.sweep();
    expect(maker.keptCount()).toBe(1);
  });

  it('again after ten seconds where one could not be taken, and nobody else waits for it', async () => {
    const { maker, under, breath, end, pass, complaints } = openMaker();
    const [first] = ids;
    if (first === undefined) throw new Error('a lesson is needed');
    maker.want(first);
    await breath();
    await end(null);
    expect(maker.want(first)).toEqual({ sessionId: first, state: 'none' });
    expect(complaints).toHaveLength(1);
    pass(9_999);
    maker.want(first);
    await breath();
    expect(under).toEqual([]);
    pass(1);
    maker.want(first);
    await breath();
    expect(under).toHaveLength(1);
  });

  it('and kept by nobody who was told to forget them meanwhile', async () => {
    const { maker, breath, end } = openMaker();
    for (const id of ids) maker.want(id);
    await breath();
    maker.forgetAll();
    await end('one');
    await end('two');
    await maker.settled();
    expect(maker.keptCount()).toBe(0);
  });
});
