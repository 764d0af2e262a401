import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import type { OfficeProblem } from '../../shared/person.ts';
import { createApi } from '../support/api.ts';
import { type County, makeCounty } from '../support/county.ts';
import {
  CLIENT,
  ID_TOKEN_LIFE_S,
  type OfficeProvider,
  startOfficeProvider,
} from '../support/office-provider.ts';
import { freePort, type Product, startProduct } from '../support/product.ts';

let product: Product;
let county: County;
let office: OfficeProvider;
let officePort = 0;
let callback = '';
let browsers = 0;

beforeAll(async () => {
  const port = await freePort();
  officePort = await freePort();
  callback = `http://127.0.0.1:${port}/auth/office/callback`;
  office = await startOfficeProvider(officePort, callback);
  product = await startProduct({
    port,
    env: {
      OIDC_ISSUER: office.issuer,
      OIDC_CLIENT_ID: CLIENT.id,
      OIDC_CLIENT_SECRET: CLIENT.secret,
      OIDC_NAME: '云溪教育',
      LOG_LEVEL: 'debug',
      // So that every browser here has a network address of its own.
      TRUSTED_PROXY_COUNT: '1',
    },
  });
  county = await makeCounty(product, 1);
  for (const [name, staffCode] of [
    ['工号老师', 'T-2031'],
    // The same as somebody else's sign-in name: then it is nobody's.
    ['同名老师', 'he'],
  ] as const)
    await county.admin.call('person.add', {
      name,
      staffCode,
      schoolId: county.leadingSchoolId,
      phone: '',
      roles: [],
    });
});
afterAll(async () => {
  await product?.stop();
  await office?.stop();
});
beforeEach(() => {
  office.next = { account: 'chen' };
});

/** A browser, as far as redirects and cookies go; cookies are kept by origin. */
function browser() {
  browsers += 1;
  const forwarded = `10.0.${browsers >> 8}.${browsers & 255}`;
  const jars = new Map<string, Map<string, string>>();
  const jarOf = (origin: string) => {
    const jar = jars.get(origin) ?? new Map<string, string>();
    jars.set(origin, jar);
    return jar;
  };
  return {
    jarOf,
    async step(address: string): Promise<{ status: number; to: string | null }> {
      const { origin } = new URL(address);
      const cookie = [...jarOf(origin)].map(([name, value]) => `${name}=${value}`).join('; ');
      const answer = await fetch(address, {
        redirect: 'manual',
        headers: { cookie, 'x-forwarded-for': forwarded },
      });
      for (const line of answer.headers.getSetCookie()) {
        const [pair = ''] = line.split(';');
        const cut = pair.indexOf('=');
        jarOf(origin).set(pair.slice(0, cut), pair.slice(cut + 1));
      }
      const to = answer.headers.get('location');
      return { status: answer.status, to: to === null ? null : new URL(to, address).href };
    },
    /** Follows until the office sends back. @returns the callback's address, not yet opened */
    async untilSentBack(start = '/auth/office'): Promise<string> {
      let next: string | null = product.url + start;
      for (let hops = 0; hops < 10 && next !== null; hops += 1) {
        if (next.startsWith(callback)) return next;
        next = (await this.step(next)).to;
      }
      throw new Error(`never sent back: ${next}`);
    },
    async me(): Promise<string | null> {
      const cookie = [...jarOf(product.url)].map(([name, value]) => `${name}=${value}`).join('; ');
      const answer = await fetch(`${product.url}/api/me`, { headers: { cookie } });
      return answer.ok ? ((await answer.json()) as { name: string }).name : null;
    },
  };
}

const refusal = (problem: OfficeProblem) => `${product.url}/login?office=${problem}`;
const TRIP = 'sanketang_office';

describe('the office’s own sign-in', () => {
  test('is offered by its name', async () => {
    expect(await createApi(product.url).call('login.ways', {})).toEqual({ office: { name: '云溪教育' } });
  });

  test.each([
    ['a sign-in name', 'chen', '陈老师'],
    ['a sign-in name in capitals', 'CHEN', '陈老师'],
    ['a staff code', 'T-2031', '工号老师'],
  ])('lets in by %s, and leads to the page that was wanted', async (_what, account, name) => {
    office.next = { account };
    const own = browser();
    const back = await own.untilSentBack('/auth/office?to=%2Flessons%3Fday%3D1');
    expect(await own.step(back)).toEqual({ status: 302, to: `${product.url}/lessons?day=1` });
    expect(await own.me()).toBe(name);
    expect(own.jarOf(product.url).get(TRIP)).toBe('');
  });

  test.each(['https://evil.example/', '//evil.example', '/\\evil.example', '/ x', 'javascript:alert(1)'])(
    'leads to nobody else’s page: %s',
    async (to) => {
      const own = browser();
      const back = await own.untilSentBack(`/auth/office?${new URLSearchParams({ to })}`);
      expect((await own.step(back)).to).toBe(`${product.url}/`);
    },
  );

  test.each([
    ['somebody whom the registers do not know', 'stranger', 'unknown'],
    ['a name that is two people’s', 'he', 'several'],
  ] as const)('%s gets words, and no account', async (_what, account, problem) => {
    office.next = { account };
    const own = browser();
    expect((await own.step(await own.untilSentBack())).to).toBe(refusal(problem));
    expect(await own.me()).toBeNull();
  });

  test('somebody who has left is unknown', async () => {
    const added = await county.admin.call('person.add', {
      name: '调走的老师',
      staffCode: 'T-9',
      schoolId: county.leadingSchoolId,
      phone: '',
      roles: [],
    });
    await county.admin.call('person.close', {
      entries: [{ id: added.id, expectedVersion: 1 }],
      reason: '调走',
    });
    office.next = { account: 'T-9' };
    const own = browser();
    expect((await own.step(await own.untilSentBack())).to).toBe(refusal('unknown'));
  });

  test('turning back there is said here', async () => {
    office.next = { turnsBack: true };
    const own = browser();
    expect((await own.step(await own.untilSentBack())).to).toBe(refusal('refused'));
  });

  test('another state, or another browser, is not let in', async () => {
    const own = browser();
    const back = await own.untilSentBack();
    const other = new URL(back);
    other.searchParams.set('state', 'x'.repeat(43));
    expect((await own.step(other.href)).to).toBe(refusal('state'));
    expect((await browser().step(back)).to, 'a browser that did not begin it').toBe(refusal('state'));
    expect((await own.step(back)).to, 'the first try has used the cookie up').toBe(refusal('state'));
  });

  test('another nonce is not believed', async () => {
    const own = browser();
    const back = await own.untilSentBack();
    const jar = own.jarOf(product.url);
    const trip = JSON.parse(Buffer.from(jar.get(TRIP) ?? '', 'base64url').toString()) as object;
    jar.set(TRIP, Buffer.from(JSON.stringify({ ...trip, nonce: 'another' })).toString('base64url'));
    expect((await own.step(back)).to).toBe(refusal('answer'));
    expect(await own.me()).toBeNull();
  });

  test('a code that was used is used', async () => {
    const own = browser();
    const back = await own.untilSentBack();
    const trip = own.jarOf(product.url).get(TRIP) ?? '';
    await own.step(back);
    const thief = browser();
    thief.jarOf(product.url).set(TRIP, trip);
    expect((await thief.step(back)).to).toBe(refusal('used'));
    expect(await thief.me()).toBeNull();
  });

  test('clocks that differ too much are named', async () => {
    const own = browser();
    const back = await own.untilSentBack();
    const behind = vi.spyOn(Date, 'now');
    const nowMs = Date.now();
    behind.mockImplementation(() => nowMs - (ID_TOKEN_LIFE_S + 90) * 1000);
    const { to } = await own.step(back).finally(() => behind.mockRestore());
    expect(to).toBe(refusal('clock'));
  });

  test('an office that is away is said to be, and found again when it is back', async () => {
    const own = browser();
    const back = await own.untilSentBack();
    await office.stop();
    expect((await own.step(back)).to).toBe(refusal('away'));
    office = await startOfficeProvider(officePort, callback);
    office.next = { account: 'chen' };
    const again = browser();
    expect((await again.step(await again.untilSentBack())).to).toBe(`${product.url}/`);
  });

  test('nobody goes through it too often in vain', async () => {
    const own = browser();
    const problems: (string | null)[] = [];
    for (let each = 0; each < 11; each += 1) problems.push((await own.step(`${callback}?code=a&state=b`)).to);
    expect(new Set(problems.slice(0, 10))).toEqual(new Set([refusal('state')]));
    expect(problems.at(-1)).toBe(refusal('tries'));
  });

  test('no secret, code or claim has come into the log', () => {
    const said = product.output();
    expect(said).toContain('a sign-in by the office was refused');
    for (const secret of [CLIENT.secret, 'T-2031', 'stranger', 'not for the log', 'code='])
      expect(said).not.toContain(secret);
  });
});
