import { describe, expect, test } from 'vitest';
import { mayBeTold, shownUrl } from './webhook.rules.ts';
import { secretOf, signedHeaders } from './webhook.signature.ts';

const numbers = (host: string) => (/^[\d.]+$|:/.test(host) ? host === '8.8.8.8' : null);
const told = (url: string, local: readonly string[] = []) => mayBeTold(url, { local, isPublic: numbers });

describe('an address that may be told', () => {
  test.each([
    'nowhere',
    '/api',
    'ftp://oa.example/',
    'javascript:alert(1)',
    'file:///etc/passwd',
    'https://user@oa.example/',
    'https://user:secret@oa.example/',
    'https://oa.example/#part',
    'https://',
  ])('%s is none', (url) => expect(told(url)).toBe('wrong'));

  test.each([
    'http://oa.example/',
    'https://127.0.0.1/',
    'https://[::1]/',
    'https://10.0.0.1:8443/hook',
    'http://8.8.8.8/',
    'https://0x7f000001/',
  ])('%s takes the operator’s word', (url) => expect(told(url)).toBe('local'));

  test('is https to a name or a number of the open internet, or what the operator allows', () => {
    expect(told('https://oa.example:8443/hook?key=1')).toBe('fine');
    expect(told('https://8.8.8.8/')).toBe('fine');
    expect(told('http://oa.county.lan/hook', ['oa.county.lan'])).toBe('fine');
    expect(told('http://[::1]:90/', ['::1'])).toBe('fine');
    expect(told('http://oa.county.lan.example/', ['oa.county.lan'])).toBe('local');
  });
});

test('an address is shown without what may be a secret', () => {
  expect(shownUrl('https://oa.example:8443/hook/?key=1')).toBe('https://oa.example:8443/hook/');
});

describe('a signature', () => {
  const body = '{"test": 2432232314}';
  const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
  const at = { id: 'msg_p5jXN8AQM9LWM0D4loKWxJek', atMs: 1_614_265_330_999, body };

  test('is the one of the standard’s own example', () => {
    expect(signedHeaders(secret, at)).toEqual({
      'webhook-id': at.id,
      'webhook-timestamp': '1614265330',
      'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
    });
  });

  test('changes with the secret, the id, the moment and the body', () => {
    const signed = (...[key, about]: Parameters<typeof signedHeaders>) =>
      signedHeaders(key, about)['webhook-signature'];
    const others = [
      signed(secretOf(new Uint8Array(32)), at),
      signed(secret, { ...at, id: 'other' }),
      signed(secret, { ...at, atMs: at.atMs + 1_000 }),
      signed(secret, { ...at, body: `${body} ` }),
    ];
    expect(new Set([...others, signed(secret, at)]).size).toBe(5);
  });
});
