import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  sign,
} from 'node:crypto';
import { z } from 'zod';

/** What an ACME authority (RFC 8555) answered that cannot be used; the message is for the page. */
export class AcmeRefusal extends Error {}

export type AcmeClientDeps = {
  readonly directoryUrl: string;
  readonly email: string | null;
  /** PEM of the key by which the authority knows this installation. */
  readonly accountKey: string;
  readonly wait: (ms: number) => Promise<void>;
};

export type AcmeOrder = {
  /** What must stand in the DNS; null when the authority still believes an earlier proof. */
  readonly record: { readonly name: string; readonly value: string } | null;
  /** Says that the record stands, and gives the signing request in. Answers the chain as PEM. Throws AcmeRefusal. */
  complete(request: Buffer): Promise<string>;
};

const ASK_MS = 20_000;
const POLL_MS = 2_000;
/** Some authorities look from several places, one after another. */
const POLL_TRIES = 60;

const directory = z.object({ newNonce: z.url(), newAccount: z.url(), newOrder: z.url() });
const order = z.object({
  status: z.string(),
  authorizations: z.array(z.url()).min(1),
  finalize: z.url(),
  certificate: z.url().optional(),
});
const authorization = z.object({
  status: z.string(),
  challenges: z.array(
    z.object({
      type: z.string(),
      url: z.url(),
      token: z.string().optional(),
      error: z.object({ detail: z.string().optional() }).optional(),
    }),
  ),
});
const problem = z.object({ type: z.string().optional(), detail: z.string().optional() });

export const newAccountKey = (): string =>
  generateKeyPairSync('ec', { namedCurve: 'P-256' })
    .privateKey.export({ type: 'pkcs8', format: 'pem' })
    .toString();

const encode = (data: string | Buffer) => Buffer.from(data).toString('base64url');

/** Asks an ACME authority, and no other address than its directory's, for a certificate over DNS-01. */
export async function openOrder(deps: AcmeClientDeps, name: string): Promise<AcmeOrder> {
  const line = createLine(deps);
  const placed = await line.ask((await line.directory()).newOrder, {
    identifiers: [{ type: 'dns', value: name }],
  });
  const orderUrl = placed.location;
  const { authorizations, finalize } = order.parse(placed.json);
  const [proofUrl = ''] = authorizations;
  const proof = authorization.parse((await line.ask(proofUrl, null)).json);
  const challenge = proof.challenges.find((each) => each.type === 'dns-01');
  if (orderUrl === null || challenge?.token === undefined) throw new AcmeRefusal('no dns-01');
  const digest = createHash('sha256').update(`${challenge.token}.${line.thumbprint}`).digest('base64url');
  const proved = proof.status === 'valid';
  return {
    record: proved ? null : { name: `_acme-challenge.${name}`, value: digest },
    async complete(request) {
      if (!proved) {
        await line.ask(challenge.url, {});
        const looked = await line.until(proofUrl, authorization, ['pending', 'processing']);
        if (looked.status !== 'valid') {
          const why = looked.challenges.find((each) => each.error?.detail !== undefined)?.error?.detail;
          throw new AcmeRefusal(why ?? looked.status);
        }
      }
      await line.ask(finalize, { csr: encode(request) });
      const done = await line.until(orderUrl, order, ['pending', 'ready', 'processing']);
      if (done.status !== 'valid' || done.certificate === undefined) throw new AcmeRefusal(done.status);
      return (await line.ask(done.certificate, null)).text;
    },
  };
}

type Answer = { readonly text: string; readonly json: unknown; readonly location: string | null };

/** Signed requests, one after another: each needs the nonce of the answer before. */
function createLine(deps: AcmeClientDeps) {
  const key = createPrivateKey(deps.accountKey);
  const jwk = publicJwk(key);
  const thumbprint = createHash('sha256').update(JSON.stringify(jwk)).digest('base64url');
  const { origin } = new URL(deps.directoryUrl);
  let known: z.infer<typeof directory> | null = null;
  let nonce: string | null = null;
  let account: string | null = null;

  const reach = async (url: string, init: RequestInit = {}) => {
    if (new URL(url).origin !== origin) throw new AcmeRefusal(`${new URL(url).host} was not configured`);
    const answer = await fetch(url, { ...init, redirect: 'error', signal: AbortSignal.timeout(ASK_MS) });
    nonce = answer.headers.get('replay-nonce');
    return answer;
  };
  const getDirectory = async () => {
    known ??= directory.parse(await (await reach(deps.directoryUrl)).json());
    return known;
  };
  const post = async (url: string, payload: object | null): Promise<Response> => {
    if (nonce === null) await reach((await getDirectory()).newNonce, { method: 'HEAD' });
    const who = account === null ? { jwk } : { kid: account };
    const head = encode(JSON.stringify({ alg: 'ES256', nonce, url, ...who }));
    const body = payload === null ? '' : encode(JSON.stringify(payload));
    const signature = sign('sha256', Buffer.from(`${head}.${body}`), { key, dsaEncoding: 'ieee-p1363' });
    return await reach(url, {
      method: 'POST',
      headers: { 'content-type': 'application/jose+json' },
      body: JSON.stringify({ protected: head, payload: body, signature: encode(signature) }),
    });
  };
  const askOnce = async (url: string, payload: object | null): Promise<Answer | 'again'> => {
    const answer = await post(url, payload);
    const text = await answer.text();
    const json = parseJson(text);
    if (answer.ok) return { text, json, location: answer.headers.get('location') };
    const wrong = problem.safeParse(json).data;
    if (wrong?.type?.endsWith(':badNonce') === true) return 'again';
    throw new AcmeRefusal((wrong?.detail ?? `HTTP ${answer.status}`).slice(0, 200));
  };
  const askSigned = async (url: string, payload: object | null): Promise<Answer> => {
    for (let tries = 0; tries < 3; tries += 1) {
      const answer = await askOnce(url, payload);
      if (answer !== 'again') return answer;
    }
    throw new AcmeRefusal('badNonce');
  };
  /** `payload` null reads. The account is made, or found again, before anything else. */
  const ask = async (url: string, payload: object | null): Promise<Answer> => {
    if (account === null) {
      const contact = deps.email === null ? {} : { contact: [`mailto:${deps.email}`] };
      const { newAccount } = await getDirectory();
      account = (await askSigned(newAccount, { termsOfServiceAgreed: true, ...contact })).location;
      if (account === null) throw new AcmeRefusal('no account');
    }
    return await askSigned(url, payload);
  };
  return {
    thumbprint,
    directory: getDirectory,
    ask,
    async until<T extends { status: string }>(
      url: string,
      shape: z.ZodType<T>,
      not: readonly string[],
    ): Promise<T> {
      for (let tries = 0; tries < POLL_TRIES; tries += 1) {
        const found = shape.parse((await ask(url, null)).json);
        if (!not.includes(found.status)) return found;
        await deps.wait(POLL_MS);
      }
      throw new AcmeRefusal('no answer in time');
    },
  };
}

/** Members in the order in which the thumbprint hashes them (RFC 7638). */
function publicJwk(key: KeyObject) {
  const { crv, kty, x, y } = createPublicKey(key).export({ format: 'jwk' });
  return { crv, kty, x, y };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    // A chain is PEM, and a proxy's error page is HTML.
    if (cause instanceof SyntaxError) return null;
    throw cause;
  }
}
