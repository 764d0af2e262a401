import { randomBytes } from 'node:crypto';
import { connect, type LookupFunction, type Socket } from 'node:net';
import { authorizationFor, type Login, type RtspMessage, RtspReader, trackAddress } from './rtsp.rules.ts';
import { attributeOf, parseSdp, type Sdp, type SdpMedia } from './sdp.rules.ts';

export type RtspFault = 'unreachable' | 'wrongPassword' | 'notFound' | 'unsupported' | 'lost';
/** Why a camera gives nothing. */
export class RtspError extends Error {
  readonly fault: RtspFault;
  constructor(fault: RtspFault) {
    super(`rtsp: ${fault}`);
    this.fault = fault;
  }
}

export type RtspPlace = {
  readonly host: string;
  readonly port: number;
  /** Begins with a slash; the query belongs to it. */
  readonly path: string;
  readonly login: Login | null;
  /** Decides which machines may be asked at all. */
  readonly lookup: LookupFunction;
};

type Response = Extract<RtspMessage, { kind: 'response' }>;
export type RtspListener = {
  readonly onPacket: (channel: number, bytes: Uint8Array) => void;
  readonly onLost: () => void;
};

const ANSWER_MS = 5_000;
/** A camera that is silent for so long is gone, whatever its connection says. */
const SILENT_MS = 6_000;
const SESSION_MS = 60_000;

/** One connection to a camera: asked for its description, set up track by track, then played. */
export class RtspClient {
  readonly #place: RtspPlace;
  readonly #listener: RtspListener;
  readonly #reader = new RtspReader();
  readonly #waiting: { resolve: (response: Response) => void; reject: (cause: Error) => void }[] = [];
  #socket: Socket | null = null;
  #sequence = 0;
  #session: string | null = null;
  #sessionMs = SESSION_MS;
  #challenges: readonly string[] = [];
  #base: string;
  #alive: NodeJS.Timeout | undefined;
  #closed = false;

  constructor(place: RtspPlace, listener: RtspListener) {
    this.#place = place;
    this.#listener = listener;
    const host = place.host.includes(':') ? `[${place.host}]` : place.host;
    this.#base = `rtsp://${host}:${place.port}${place.path}`;
  }

  /** Throws `RtspError`. */
  async describe(): Promise<Sdp> {
    await this.#open();
    const answer = await this.#ask('DESCRIBE', this.#base, ['Accept: application/sdp']);
    const sdp = parseSdp(answer.body);
    if (sdp === null) throw new RtspError('unsupported');
    this.#base = answer.headers.get('content-base') ?? answer.headers.get('content-location') ?? this.#base;
    const whole = attributeOf(sdp, 'control');
    if (whole !== null && /^rtsp/i.test(whole)) this.#base = whole;
    return sdp;
  }

  /** Its packets come on this channel. */
  async setup(media: SdpMedia, channel: number): Promise<void> {
    const transport = `Transport: RTP/AVP/TCP;unicast;interleaved=${channel}-${channel + 1}`;
    const answer = await this.#ask('SETUP', trackAddress(this.#base, attributeOf(media, 'control')), [
      transport,
    ]);
    const [session = '', ...more] = (answer.headers.get('session') ?? '').split(';');
    this.#session = session.trim();
    const timeout = more.map((each) => /timeout=(\d+)/.exec(each)?.[1]).find((each) => each !== undefined);
    if (timeout !== undefined) this.#sessionMs = Math.max(5, Number(timeout)) * 1000;
  }

  async play(): Promise<void> {
    await this.#ask('PLAY', this.#base, ['Range: npt=0.000-']);
    this.#socket?.setTimeout(SILENT_MS, () => this.#lose());
    // Some cameras forget who says nothing, although packets flow.
    this.#alive = setInterval(
      () => void this.#ask('OPTIONS', this.#base, []).catch(() => this.#lose()),
      this.#sessionMs / 2,
    );
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    clearInterval(this.#alive);
    for (const each of this.#waiting.splice(0)) each.reject(new RtspError('lost'));
    const socket = this.#socket;
    if (socket === null) return;
    if (this.#session !== null && socket.writable) this.#write('TEARDOWN', this.#base, []);
    socket.end();
    socket.destroySoon();
  }

  #open(): Promise<void> {
    const { host, port, lookup } = this.#place;
    return new Promise((resolve, reject) => {
      const socket = connect({ host, port, lookup });
      this.#socket = socket;
      const late = setTimeout(() => socket.destroy(new RtspError('unreachable')), ANSWER_MS);
      socket.setNoDelay(true);
      socket.once('connect', () => {
        clearTimeout(late);
        resolve();
      });
      socket.on('data', (bytes: Buffer) => this.#take(bytes));
      socket.on('error', () => reject(new RtspError('unreachable')));
      socket.on('close', () => {
        clearTimeout(late);
        reject(new RtspError('unreachable'));
        this.#lose();
      });
    });
  }

  #take(bytes: Buffer): void {
    for (const message of this.#reader.push(bytes)) {
      if (this.#closed) return;
      if (message.kind === 'packet') this.#listener.onPacket(message.channel, message.bytes);
      else if (message.kind === 'response') this.#waiting.shift()?.resolve(message);
      else this.#lose();
    }
  }

  #lose(): void {
    if (this.#closed) return;
    this.close();
    this.#socket?.destroy();
    this.#listener.onLost();
  }

  async #ask(method: string, uri: string, headers: readonly string[]): Promise<Response> {
    const first = await this.#exchange(method, uri, headers);
    if (first.status !== 401) return granted(first);
    if (this.#place.login === null || first.challenges.length === 0) throw new RtspError('wrongPassword');
    this.#challenges = first.challenges;
    return granted(await this.#exchange(method, uri, headers));
  }

  #exchange(method: string, uri: string, headers: readonly string[]): Promise<Response> {
    if (this.#closed) return Promise.reject(new RtspError('lost'));
    return new Promise((resolve, reject) => {
      const late = setTimeout(() => reject(new RtspError('unreachable')), ANSWER_MS);
      const done =
        <T>(how: (value: T) => void) =>
        (value: T): void => {
          clearTimeout(late);
          how(value);
        };
      this.#waiting.push({ resolve: done(resolve), reject: done(reject) });
      this.#write(method, uri, headers);
    });
  }

  #write(method: string, uri: string, headers: readonly string[]): void {
    this.#sequence += 1;
    const { login } = this.#place;
    const cnonce = randomBytes(8).toString('hex');
    const authorization =
      login === null || this.#challenges.length === 0
        ? null
        : authorizationFor(this.#challenges, { method, uri, login, cnonce });
    const lines = [
      `${method} ${uri} RTSP/1.0`,
      `CSeq: ${this.#sequence}`,
      'User-Agent: Sanketang',
      ...(this.#session === null ? [] : [`Session: ${this.#session}`]),
      ...(authorization === null ? [] : [`Authorization: ${authorization}`]),
      ...headers,
    ];
    this.#socket?.write(`${lines.join('\r\n')}\r\n\r\n`);
  }
}

function granted(response: Response): Response {
  const { status } = response;
  if (status >= 200 && status < 300) return response;
  if (status === 401 || status === 403) throw new RtspError('wrongPassword');
  throw new RtspError(status === 404 || status === 454 ? 'notFound' : 'unsupported');
}
