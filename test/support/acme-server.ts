import 'reflect-metadata';
import { createHash, createPublicKey, type JsonWebKey, randomBytes, verify } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import * as x509 from '@peculiar/x509';

/** A small certificate authority that speaks RFC 8555 over loopback: nonces, accounts, orders, dns-01, signing. */
export type AcmeServer = {
  readonly directoryUrl: string;
  /** PEM of its root. */
  readonly root: string;
  /** What it was asked, in order: `METHOD /path`. */
  readonly asked: string[];
  /** How many of the next signed requests are refused for their nonce. */
  badNonces: number;
  /** Another host that the directory names for new orders. */
  ordersAt: string | null;
  /** How long what it signs is valid. */
  lifeMs: number;
  close(): Promise<void>;
};

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;

type Jws = {
  readonly url: string;
  readonly who: string;
  readonly jwk: JsonWebKey;
  readonly payload: unknown;
};
type Order = {
  name: string;
  status: string;
  token: string;
  proof: string;
  account: string;
  pem: string | null;
};

class Wrong extends Error {
  readonly type: string;
  constructor(type: string, detail: string) {
    super(detail);
    this.type = type;
  }
}

/** `lookUp` answers the TXT values that stand in the DNS for a name. */
export async function startAcmeServer(lookUp: (name: string) => readonly string[]): Promise<AcmeServer> {
  const keys = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const root = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: '01',
    name: 'CN=Authority of the test',
    notBefore: new Date(Date.now() - 3_600_000),
    notAfter: new Date(Date.now() + 86_400_000 * 365),
    keys,
    signingAlgorithm: algorithm,
    extensions: [new x509.BasicConstraintsExtension(true, 0, true)],
  });
  const nonces = new Set<string>();
  const accounts = new Map<string, JsonWebKey>();
  const orders: Order[] = [];
  let base = '';
  const server = createServer((request, response) => {
    acme.asked.push(`${request.method} ${request.url}`);
    answer(request, response).catch((cause: unknown) => {
      const wrong = cause instanceof Wrong ? cause : new Wrong('serverInternal', String(cause));
      send(response, 400, { type: `urn:ietf:params:acme:error:${wrong.type}`, detail: wrong.message });
    });
  });
  const acme: AcmeServer = {
    directoryUrl: '',
    root: root.toString('pem'),
    asked: [],
    badNonces: 0,
    ordersAt: null,
    lifeMs: 90 * 86_400_000,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };

  const send = (response: ServerResponse, status: number, body: object | string, location?: string) => {
    const nonce = randomBytes(16).toString('base64url');
    nonces.add(nonce);
    const isText = typeof body === 'string';
    response.writeHead(status, {
      'Replay-Nonce': nonce,
      'Content-Type': isText ? 'application/pem-certificate-chain' : 'application/json',
      ...(location === undefined ? {} : { Location: base + location }),
    });
    response.end(isText ? body : JSON.stringify(body));
  };

  /** Everything that a real authority checks of a signed request. */
  const open = async (request: IncomingMessage): Promise<Jws> => {
    let text = '';
    for await (const chunk of request) text += String(chunk);
    const { protected: head, payload, signature } = JSON.parse(text);
    const { alg, nonce, url, jwk, kid } = JSON.parse(Buffer.from(head, 'base64url').toString());
    if (acme.badNonces > 0) {
      acme.badNonces -= 1;
      throw new Wrong('badNonce', 'try again');
    }
    if (!nonces.delete(nonce)) throw new Wrong('badNonce', 'unknown nonce');
    if (url !== base + request.url) throw new Wrong('unauthorized', 'url of another request');
    if ((jwk === undefined) === (kid === undefined)) throw new Wrong('malformed', 'jwk or kid, not both');
    const key: JsonWebKey | undefined = jwk ?? accounts.get(kid);
    if (alg !== 'ES256' || key === undefined) throw new Wrong('accountDoesNotExist', 'who is this');
    const fits = verify(
      'sha256',
      Buffer.from(`${head}.${payload}`),
      { key: createPublicKey({ key, format: 'jwk' }), dsaEncoding: 'ieee-p1363' },
      Buffer.from(signature, 'base64url'),
    );
    if (!fits) throw new Wrong('unauthorized', 'the signature does not fit');
    return {
      url,
      who: kid ?? '',
      jwk: key,
      payload: payload === '' ? null : JSON.parse(Buffer.from(payload, 'base64url').toString()),
    };
  };

  const thumbprint = ({ crv, kty, x, y }: JsonWebKey) =>
    createHash('sha256').update(JSON.stringify({ crv, kty, x, y })).digest('base64url');

  const orderJson = (order: Order, index: number) => ({
    status: order.status,
    authorizations: [`${base}/authz/${index}`],
    finalize: `${base}/finalize/${index}`,
    ...(order.pem === null ? {} : { certificate: `${base}/cert/${index}` }),
  });
  const challengeJson = (order: Order, index: number) => ({
    type: 'dns-01',
    url: `${base}/challenge/${index}`,
    token: order.token,
    status: order.proof,
    ...(order.proof === 'invalid'
      ? { error: { detail: `no TXT record _acme-challenge.${order.name}` } }
      : {}),
  });

  const prove = (order: Order, jwk: JsonWebKey) => {
    const wanted = createHash('sha256')
      .update(`${order.token}.${thumbprint(jwk)}`)
      .digest('base64url');
    order.proof = lookUp(`_acme-challenge.${order.name}`).includes(wanted) ? 'valid' : 'invalid';
    order.status = order.proof === 'valid' ? 'ready' : 'invalid';
  };

  const signFor = async (order: Order, csr: string) => {
    const request = new x509.Pkcs10CertificateRequest(Buffer.from(csr, 'base64url'));
    if (!(await request.verify())) throw new Wrong('badCSR', 'the request is not signed by its key');
    const wanted = request.getExtension('2.5.29.17');
    const names = wanted === null ? [] : new x509.SubjectAlternativeNameExtension(wanted.rawData).names.items;
    if (names.map(({ value }) => value).join() !== order.name) throw new Wrong('badCSR', 'other names');
    const leaf = await x509.X509CertificateGenerator.create({
      serialNumber: randomBytes(8).toString('hex').replace(/^./, '4'),
      subject: `CN=${order.name}`,
      issuer: root.subjectName,
      notBefore: new Date(Date.now() - 3_600_000),
      notAfter: new Date(Date.now() + acme.lifeMs),
      publicKey: request.publicKey,
      signingKey: keys.privateKey,
      signingAlgorithm: algorithm,
      extensions: [new x509.SubjectAlternativeNameExtension([{ type: 'dns', value: order.name }])],
    });
    order.pem = `${leaf.toString('pem')}\n${root.toString('pem')}\n`;
    order.status = 'valid';
  };

  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const [, what = '', number = ''] = (request.url ?? '').split('/');
    if (what === 'directory')
      return send(response, 200, {
        newNonce: `${base}/nonce`,
        newAccount: `${base}/account`,
        newOrder: acme.ordersAt ?? `${base}/order`,
      });
    if (what === 'nonce') return send(response, 200, '');
    const jws = await open(request);
    if (what === 'account') {
      const id = `/account/${accounts.size + 1}`;
      accounts.set(base + id, jws.jwk);
      return send(response, 201, { status: 'valid' }, id);
    }
    if (what === 'order' && number === '') {
      const { identifiers } = jws.payload as { identifiers: { value: string }[] };
      const token = randomBytes(16).toString('base64url');
      const name = identifiers[0]?.value ?? '';
      orders.push({ name, status: 'pending', token, proof: 'pending', account: jws.who, pem: null });
      const index = orders.length - 1;
      return send(response, 201, orderJson(orders[index] as Order, index), `/order/${index}`);
    }
    const index = Number(number);
    const order = orders[index];
    if (order === undefined || order.account !== jws.who) throw new Wrong('unauthorized', 'not yours');
    if (what === 'challenge') prove(order, jws.jwk);
    if (what === 'challenge') return send(response, 200, challengeJson(order, index));
    if (what === 'authz')
      return send(response, 200, { status: order.proof, challenges: [challengeJson(order, index)] });
    if (what === 'finalize') {
      if (order.status !== 'ready') throw new Wrong('orderNotReady', 'prove it first');
      await signFor(order, (jws.payload as { csr: string }).csr);
    }
    if (what === 'cert' && order.pem !== null) return send(response, 200, order.pem);
    return send(response, 200, orderJson(order, index));
  };

  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', () => resolve()));
  const address = server.address();
  base = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
  return Object.assign(acme, { directoryUrl: `${base}/directory` });
}
