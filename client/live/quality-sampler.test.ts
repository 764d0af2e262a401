import { describe, expect, it } from 'vitest';
import { qualityReport } from '../../shared/quality.ts';
import { readTotals } from './media/stats.ts';
import { type Look, reportBetween } from './quality-sampler.ts';

const camera = '01890000-0000-7000-8000-00000000000a' as never;
const voice = '01890000-0000-7000-8000-00000000000b' as never;

function look(atMs: number, rows: { video?: object; audio?: object }): Look {
  const { inbound } = readTotals([
    { type: 'inbound-rtp', mid: '0', ...rows.video },
    { type: 'inbound-rtp', mid: '1', ...rows.audio },
  ]);
  const totals = (mid: string) => {
    const found = inbound.get(mid);
    if (found === undefined) throw new Error(mid);
    return found;
  };
  return {
    atMs,
    streams: [
      { streamId: camera, source: 'camera', totals: totals('0') },
      { streamId: voice, source: 'voice', totals: totals('1') },
    ],
  };
}

describe('reportBetween', () => {
  const before = look(0, {
    video: { packetsReceived: 100, bytesReceived: 100_000, framesDecoded: 30, packetsLost: 2 },
    audio: { packetsReceived: 50, totalSamplesReceived: 48_000, concealedSamples: 0 },
  });

  const unknown = { roundTripMs: null, heldMs: null };

  it('counts only what happened in between', () => {
    const after = look(5000, {
      video: {
        packetsReceived: 1100,
        bytesReceived: 1_100_000,
        framesDecoded: 180,
        packetsLost: 12,
        frameWidth: 1280,
        frameHeight: 720,
        freezeCount: 1,
        totalFreezesDuration: 0.4,
      },
      audio: { packetsReceived: 300, totalSamplesReceived: 288_000, concealedSamples: 2400 },
    });
    expect(reportBetween(before, after, { roundTripMs: 12.5, heldMs: 200 })).toMatchObject({
      roundTripMs: 12.5,
      jitterTargetMs: 200,
      received: [
        {
          source: 'camera',
          bitrateBps: 1_600_000,
          packetsLostCount: 10,
          packetsCount: 1000,
          picture: { framesPerSecond: 30, width: 1280, height: 720, freezeCount: 1, frozenMs: 400 },
          concealedRatio: null,
        },
        { source: 'voice', picture: null, concealedRatio: 0.01 },
      ],
    });
  });

  it('says nothing of what the browser does not know', () => {
    expect(reportBetween(before, before, unknown)).not.toHaveProperty('jitterTargetMs');
  });

  it('leaves out a stream whose counters started anew on other transports', () => {
    const after = look(5000, { video: { packetsReceived: 10 }, audio: { packetsReceived: 60 } });
    expect(reportBetween(before, after, unknown).received.map((each) => each.source)).toEqual(['voice']);
  });

  it('stays within what the wire takes, whatever a browser counts', () => {
    const odd = look(1, {
      video: { packetsReceived: 1e9, framesDecoded: 1e9, packetsLost: -5, jitter: 1e9, bytesReceived: 1e5 },
      audio: { packetsReceived: 51, concealedSamples: 1e9, totalSamplesReceived: Number.NaN, jitter: 'x' },
    });
    expect(qualityReport.safeParse(reportBetween(before, odd, { roundTripMs: 1e9, heldMs: 0 })).success).toBe(
      true,
    );
  });
});
