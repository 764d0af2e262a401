import { createHash } from 'node:crypto';

/** RFC 2326 over one TCP connection. */
export type RtspMessage =
  | {
      readonly kind: 'response';
      readonly status: number;
      readonly headers: ReadonlyMap<string, string>;
      readonly challenges: readonly string[];
      readonly body: string;
    }
  | { readonly kind: 'packet'; readonly channel: number; readonly bytes: Uint8Array }
  | { readonly kind: 'nonsense' };

const HEAD_MAX = 16 * 1024;
const BODY_MAX = 64 * 1024;
const DOLLAR = 0x24;

/** Cuts a byte stream into messages. What is left over waits for more. */
export class RtspReader {
  #rest: Buffer = Buffer.alloc(0);

  push(bytes: Uint8Array): readonly RtspMessage[] {
    this.#rest = this.#rest.length === 0 ? Buffer.from(bytes) : Buffer.concat([this.#rest, bytes]);
    const found: RtspMessage[] = [];
    for (;;) {
      const next = this.#next();
      if (next === null) return found;
      found.push(next);
      if (next.kind === 'nonsense') return found;
    }
  }

  #next(): RtspMessage | null {
    const rest = this.#rest;
    if (rest.length < 4) return null;
    return rest[0] === DOLLAR ? this.#packet(rest) : this.#message(rest);
  }

  #packet(rest: Buffer): RtspMessage | null {
    const size = rest.readUInt16BE(2);
    if (rest.length < 4 + size) return null;
    this.#rest = rest.subarray(4 + size);
    return { kind: 'packet', channel: rest[1] ?? 0, bytes: rest.subarray(4, 4 + size) };
  }

  #message(rest: Buffer): RtspMessage | null {
    const end = rest.indexOf('\r\n\r\n');
    if (end < 0) return rest.length > HEAD_MAX ? { kind: 'nonsense' } : null;
    const [first = '', ...lines] = rest.subarray(0, end).toString('latin1').split('\r\n');
    const status = /^RTSP\/1\.\d (\d{3})/.exec(first)?.[1];
    const headers = new Map<string, string>();
    const challenges: string[] = [];
    for (const line of lines) {
      const at = line.indexOf(':');
      const name = line.slice(0, at).trim().toLowerCase();
      const value = line.slice(at + 1).trim();
      if (name === 'www-authenticate') challenges.push(value);
      else headers.set(name, value);
    }
    const length = Number(headers.get('content-length') ?? 0);
    if (!Number.isInteger(length) || length < 0 || length > BODY_MAX) return { kind: 'nonsense' };
    const start = end + 4;
    if (rest.length < start + length) return null;
    this.#rest = rest.subarray(start + length);
    const body = rest.subarray(start, start + length).toString('utf8');
    // Cameras may ask something themselves; nobody has to answer.
    if (status === undefined) return /^[A-Z_]+ /.test(first) ? this.#next() : { kind: 'nonsense' };
    return { kind: 'response', status: Number(status), headers, challenges, body };
  }
}

export type Login = { readonly username: string; readonly password: string };

const md5 = (text: string): string => createHash('md5').update(text).digest('hex');
const quoted = (challenge: string, name: string): string | null =>
  new RegExp(`${name}="([^"]*)"`, 'i').exec(challenge)?.[1] ?? null;

/** What is said to a challenge: digest where it is offered. Null for a challenge of another kind. */
export function authorizationFor(
  challenges: readonly string[],
  asked: { readonly method: string; readonly uri: string; readonly login: Login; readonly cnonce: string },
): string | null {
  const { method, uri, login, cnonce } = asked;
  const { username, password } = login;
  const digest = challenges.find((each) => /^digest /i.test(each) && !/algorithm="?sha/i.test(each));
  if (digest !== undefined) {
    const realm = quoted(digest, 'realm') ?? '';
    const nonce = quoted(digest, 'nonce') ?? '';
    const one = md5(`${username}:${realm}:${password}`);
    const two = md5(`${method}:${uri}`);
    const hasQop = /qop="?[^"]*\bauth\b/i.test(digest);
    const response = hasQop
      ? md5(`${one}:${nonce}:00000001:${cnonce}:auth:${two}`)
      : md5(`${one}:${nonce}:${two}`);
    const opaque = quoted(digest, 'opaque');
    return [
      `Digest username="${username}", realm="${realm}", nonce="${nonce}", uri="${uri}", response="${response}"`,
      ...(opaque === null ? [] : [`opaque="${opaque}"`]),
      ...(hasQop ? [`qop=auth, nc=00000001, cnonce="${cnonce}"`] : []),
    ].join(', ');
  }
  return challenges.some((each) => /^basic /i.test(each))
    ? `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`
    : null;
}

/** Where a track is set up, by its `a=control` and what the description is based on. */
export function trackAddress(base: string, control: string | null): string {
  if (control === null || control === '*') return base;
  if (/^rtsps?:\/\//i.test(control)) return control;
  return `${base.endsWith('/') ? base : `${base}/`}${control}`;
}
