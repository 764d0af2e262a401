import { describe, expect, it } from 'vitest';
import type { ConsumerId, StreamId } from '../../shared/kernel/ids.ts';
import type { ConsumerSample, ParticipantId } from '../types.ts';
import { lossBehind, lossReport, VoiceLoss } from './voice-loss.ts';

const voice = 'voice' as StreamId;
const camera = 'camera' as StreamId;

const sample = (room: string, streamId: StreamId, change: Partial<ConsumerSample> = {}): ConsumerSample => ({
  consumerId: `${room}/${streamId}` as ConsumerId,
  streamId,
  participantId: room as ParticipantId,
  paused: false,
  currentLayer: 0,
  bitrateBps: 1,
  lossRatio: 0,
  rttMs: 1,
  ...change,
});
const lossy = (lossRatio: number | null) => [sample('one', voice), sample('one', camera, { lossRatio })];

describe('lossBehind', () => {
  it('knows nothing of a voice that nobody receives', () => {
    expect(lossBehind([sample('one', camera, { lossRatio: 0.2 })], new Set([voice])).size).toBe(0);
    expect(lossBehind([sample('one', voice, { paused: true })], new Set([voice])).size).toBe(0);
  });

  it('takes the worst of its receivers, by any of their streams', () => {
    const samples = [...lossy(0.03), sample('two', voice), sample('two', camera, { lossRatio: 0.07 })];
    const deaf = sample('three', camera, { lossRatio: 0.9 });
    expect(lossBehind([...samples, deaf], new Set([voice])).get(voice)).toBe(0.07);
    expect(lossBehind(lossy(null), new Set([voice])).get(voice)).toBe(0);
  });
});

describe('lossReport', () => {
  it('is a receiver report of one block with the share in 256ths', () => {
    const report = lossReport(0xdeadbeef, 0.05);
    expect(report.toString('hex')).toBe(`81c9000700000001deadbeef0d${'00'.repeat(19)}`);
    expect(lossReport(1, 7).readUInt8(12)).toBe(255);
    expect(lossReport(1, -1).readUInt8(12)).toBe(0);
  });
});

function rig(broken: { times: number } = { times: 0 }) {
  const reports: number[] = [];
  const tellers: { closed: boolean }[] = [];
  let transports = 0;
  const loss = new VoiceLoss({
    rtpCapabilities: {},
    createDirectTransport: async () => {
      transports += 1;
      return {
        consume: async () => {
          if (broken.times > 0) {
            broken.times -= 1;
            throw new Error('the worker is busy');
          }
          const teller = {
            closed: false,
            close: () => void Object.assign(teller, { closed: true }),
            rtpParameters: { codecs: [], encodings: [{ ssrc: 7 }] },
          };
          tellers.push(teller);
          return teller;
        },
        sendRtcp: (packet) => void reports.push(packet.readUInt8(12)),
      };
    },
  });
  const voices = new Map([
    [voice, { source: 'voice' as const, producer: { id: 'p', closed: false } }],
    [camera, { source: 'camera' as const, producer: { id: 'q', closed: false } }],
  ]);
  const hear = async (ratio: number, times = 1) => {
    for (let time = 0; time < times; time += 1) await loss.heed(lossy(ratio), voices);
  };
  return { loss, hear, reports, tellers, voices, transports: () => transports };
}

describe('VoiceLoss', () => {
  it('costs nothing on clean lines', async () => {
    const { hear, tellers, transports } = rig();
    await hear(0.008, 50);
    expect(tellers).toEqual([]);
    expect(transports()).toBe(0);
  });

  it('tells what is lost, evened out, with one receiver for all time', async () => {
    const { hear, tellers, reports } = rig();
    await hear(0.05, 20);
    expect(tellers).toHaveLength(1);
    expect(reports[0]).toBeLessThan(13);
    expect(reports.at(-1)).toBe(13);
  });

  it('asks for one receiver only when two looks come at once', async () => {
    const { hear, tellers } = rig();
    await Promise.all([hear(0.2), hear(0.2)]);
    expect(tellers).toHaveLength(1);
  });

  it('tries again after a failure', async () => {
    const { hear, reports } = rig({ times: 1 });
    await expect(hear(0.2)).rejects.toThrow('busy');
    await hear(0.2);
    expect(reports).toHaveLength(1);
  });

  it('ends when the lines are clean again, and begins anew', async () => {
    const { hear, tellers } = rig();
    await hear(0.05, 5);
    await hear(0, 20);
    expect(tellers).toMatchObject([{ closed: true }]);
    await hear(0.05, 5);
    expect(tellers).toMatchObject([{ closed: true }, { closed: false }]);
  });

  it('forgets a voice that ended', async () => {
    const { loss, hear, voices, reports, tellers } = rig();
    await hear(0.05, 5);
    await loss.heed([], new Map());
    const before = reports.length;
    await loss.heed(lossy(0), voices);
    expect(reports).toHaveLength(before);
    expect(tellers).toHaveLength(1);
  });
});
