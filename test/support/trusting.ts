import { request } from 'node:https';
import { connect as connectTls, type PeerCertificate, type TLSSocket } from 'node:tls';

export type Trusted = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
};

export type Asked = {
  readonly method?: string;
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
};

/** What a device with our authority among its roots, and no other, gets at an address. Rejects where it would show a warning. */
export function askTrusting(url: string, ca: string, asked: Asked = {}): Promise<Trusted> {
  return new Promise((resolve, reject) => {
    const { method = 'GET', headers = {}, body } = asked;
    const sent = request(url, { ca, method, headers, agent: false }, (answer) => {
      let text = '';
      answer.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk;
      });
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, text }));
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

/** Leaf first, as the server sends it, up to where an issuer is its own. */
export function chainOf(socket: TLSSocket): PeerCertificate[] {
  const chain: PeerCertificate[] = [];
  let next: PeerCertificate | undefined = socket.getPeerCertificate(true);
  while (next !== undefined && !chain.some((each) => each.fingerprint256 === next?.fingerprint256)) {
    chain.push(next);
    next = 'issuerCertificate' in next ? (next.issuerCertificate as PeerCertificate) : undefined;
  }
  return chain;
}

export function shakeHands(port: number, options: { ca: string; servername?: string }): Promise<TLSSocket> {
  return new Promise((resolve, reject) => {
    const socket = connectTls({ host: '127.0.0.1', port, ...options }, () => resolve(socket));
    socket.once('error', reject);
  });
}
