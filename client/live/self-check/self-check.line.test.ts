import { describe, expect, it } from 'vitest';
import { FakeEnvironment, settle } from '../doubles.ts';
import { measureLine } from './self-check.line.ts';

type Ask = { readonly method: string; readonly bytes: number };

/** A line of so many bits per millisecond either way, on a clock that only its bytes move. */
function lineOf(
  environment: FakeEnvironment,
  { downBpms, upBpms, tripMs }: Record<'downBpms' | 'upBpms' | 'tripMs', number>,
) {
  const asked: Ask[] = [];
  const fetch = async (url: string, init: RequestInit) => {
    const method = init.method ?? 'GET';
    const sent = init.body instanceof Uint8Array ? init.body.length : 0;
    const bytes = method === 'POST' ? sent : Number(new URL(url, 'http://x').searchParams.get('bytes'));
    asked.push({ method, bytes });
    await environment.advance(tripMs + (bytes * 8) / (method === 'POST' ? upBpms : downBpms));
    return new Response(null, { status: 204 });
  };
  return { asked, fetch };
}
const signal = () => new AbortController().signal;

describe('measuring the line', () => {
  it('finds both rates, and takes small steps only on a narrow line', async () => {
    const environment = new FakeEnvironment();
    const { asked, fetch } = lineOf(environment, { downBpms: 100_000, upBpms: 700, tripMs: 40 });
    const rates = await measureLine({ environment, fetch, signal: signal() });
    expect(rates.downBps).toBeCloseTo(100_000_000, -6);
    expect(rates.upBps).toBeCloseTo(700_000, -4);
    const up = asked.filter(({ method }) => method === 'POST').map(({ bytes }) => bytes);
    expect(up).toEqual([65_536]);
    expect(asked.filter(({ bytes }) => bytes === 1_048_576)).toHaveLength(1);
  });

  it('says nothing when it is refused or there is no line', async () => {
    const nothing = { upBps: null, downBps: null };
    const environment = new FakeEnvironment();
    for (const status of [401, 429, 500])
      expect(
        await measureLine({
          environment,
          signal: signal(),
          fetch: async () => new Response(null, { status }),
        }),
      ).toEqual(nothing);
    const cut = () => Promise.reject(new TypeError('no line'));
    expect(await measureLine({ environment, signal: signal(), fetch: cut })).toEqual(nothing);
  });

  it('keeps what it found when the line breaks after the first step', async () => {
    const environment = new FakeEnvironment();
    const { fetch } = lineOf(environment, { downBpms: 100_000, upBpms: 100_000, tripMs: 1 });
    const breaking = (url: string, init: RequestInit) =>
      url.includes('262144') ? Promise.reject(new TypeError('no line')) : fetch(url, init);
    const { downBps } = await measureLine({ environment, signal: signal(), fetch: breaking });
    expect(downBps).toBeGreaterThan(0);
  });

  it('waits for its turn while others measure, not for ever, and not when it is called to a lesson', async () => {
    const environment = new FakeEnvironment();
    let busy = 2;
    const { fetch } = lineOf(environment, { downBpms: 1_000, upBpms: 1_000, tripMs: 1 });
    const turns = async (url: string, init: RequestInit) => {
      busy -= 1;
      return busy >= 0 ? new Response(null, { status: 503 }) : fetch(url, init);
    };
    const wait = async (measuring: ReturnType<typeof measureLine>, seconds: number) => {
      for (let each = 0; each < seconds; each += 1) {
        await settle();
        await environment.advance(1_000);
      }
      return measuring;
    };
    const first = measureLine({ environment, signal: signal(), fetch: turns });
    expect((await wait(first, 10)).downBps).toBeGreaterThan(0);

    const always = async () => new Response(null, { status: 503 });
    const second = measureLine({ environment, signal: signal(), fetch: always });
    expect(await wait(second, 300)).toEqual({ upBps: null, downBps: null });

    const lesson = new AbortController();
    const third = measureLine({ environment, signal: lesson.signal, fetch: always });
    await settle();
    lesson.abort();
    expect(await wait(third, 10)).toEqual({ upBps: null, downBps: null });
  });
});
