import { randomBytes } from 'node:crypto';
import { type Amf, readAmf, writeAmf } from './amf0.rules.ts';
import { type FlvUnit, nalSizeOf, readAudio, readVideo } from './flv.rules.ts';
import { messageType, type RtmpMessage, RtmpReader, writeMessage } from './rtmp.rules.ts';

/** What an encoder sends, as it comes; `atMs` by its own clock. */
export type RtmpUnit = { readonly atMs: number; readonly unit: FlvUnit };

/** Takes what somebody sends who was let in. */
export type RtmpTaker = {
  take(given: RtmpUnit): void;
  /** The encoder is gone. Once. */
  ended(): void;
};
/** `wrong`: nobody is let in by this key; `taken`: somebody else sends by it now. */
export type RtmpRefusal = 'wrong' | 'taken';

export type RtmpSessionOptions = {
  /** @param hangUp ends the connection from our side */
  readonly admit: (key: string, hangUp: () => void) => Promise<RtmpTaker | RtmpRefusal>;
  readonly write: (bytes: Uint8Array) => void;
  /** What comes makes no sense, is refused, or is over. */
  readonly onEnd: () => void;
  /** Somebody was let in. */
  readonly onAdmitted: () => void;
};

const HELLO_BYTES = 1_536;
const VERSION = 3;
/** Whoever was not let in has nothing long to say. */
const STRANGER_MESSAGE_MAX = 8 * 1024;
const STRANGER_BYTES_MAX = 64 * 1024;
/** A key picture of 1080p at the highest rates of encoders, four times over. */
const MESSAGE_MAX = 4 * 1024 * 1024;
const WINDOW_BYTES = 2_500_000;
const KEY_MAX = 200;
const [CONTROL_CHANNEL, COMMAND_CHANNEL, STATUS_CHANNEL] = [2, 3, 5];
const PING = 6;
const PONG = 7;
const MEDIA_STREAM = 1;

/** One encoder's connection, from its greeting on. It knows of bytes, not of sockets. */
export class RtmpSession {
  readonly #options: RtmpSessionOptions;
  readonly #reader = new RtmpReader(STRANGER_MESSAGE_MAX);
  #greeting: Buffer = Buffer.alloc(0);
  #phase: 'hello' | 'echo' | 'talk' | 'over' = 'hello';
  #taker: RtmpTaker | null = null;
  #asking = false;
  #nalSizeBytes = 4;
  #bytes = 0;
  #acknowledged = 0;

  constructor(options: RtmpSessionOptions) {
    this.#options = options;
  }

  push(bytes: Uint8Array): void {
    if (this.#phase === 'over') return;
    this.#bytes += bytes.length;
    if (this.#taker === null && this.#bytes > STRANGER_BYTES_MAX) {
      this.end();
      return;
    }
    const rest = this.#phase === 'talk' ? bytes : this.#greet(bytes);
    if (rest !== null && rest.length > 0) this.#talk(rest);
    if (this.#taker !== null && this.#bytes - this.#acknowledged >= WINDOW_BYTES) this.#acknowledge();
  }

  /** Idempotent. */
  end(): void {
    if (this.#phase === 'over') return;
    this.#phase = 'over';
    const taker = this.#taker;
    this.#taker = null;
    taker?.ended();
    this.#options.onEnd();
  }

  /** @returns what comes after the greetings, null before */
  #greet(bytes: Uint8Array): Uint8Array | null {
    this.#greeting = Buffer.concat([this.#greeting, bytes]);
    if (this.#phase === 'hello') {
      if (this.#greeting.length > 0 && this.#greeting[0] !== VERSION) {
        this.end();
        return null;
      }
      if (this.#greeting.length < 1 + HELLO_BYTES) return null;
      const theirs = this.#greeting.subarray(1, 1 + HELLO_BYTES);
      const ours = Buffer.concat([Buffer.alloc(8), randomBytes(HELLO_BYTES - 8)]);
      this.#options.write(Buffer.concat([Buffer.from([VERSION]), ours, theirs]));
      this.#greeting = this.#greeting.subarray(1 + HELLO_BYTES);
      this.#phase = 'echo';
    }
    if (this.#greeting.length < HELLO_BYTES) return null;
    this.#phase = 'talk';
    const rest = this.#greeting.subarray(HELLO_BYTES);
    this.#greeting = Buffer.alloc(0);
    return rest;
  }

  #talk(bytes: Uint8Array): void {
    const messages = this.#reader.push(bytes);
    if (messages === 'nonsense') this.end();
    else
      for (const message of messages) {
        // One of them may have ended it.
        if (!this.#isOver()) this.#hear(message);
      }
  }

  #isOver(): boolean {
    return this.#phase === 'over';
  }

  #hear({ type, payload, timestampMs: atMs }: RtmpMessage): void {
    switch (type) {
      case messageType.command:
        this.#command(payload);
        break;
      case messageType.command3:
        this.#command(payload.subarray(1));
        break;
      case messageType.control:
        this.#control(Buffer.from(payload));
        break;
      case messageType.video:
        if (payload[1] === 0 && (payload[0] ?? 0) < 0x80) this.#nalSizeBytes = nalSizeOf(payload);
        this.#unit(atMs, readVideo(payload, this.#nalSizeBytes));
        break;
      case messageType.audio:
        this.#unit(atMs, readAudio(payload));
        break;
      default:
      // Data of the stream, acknowledgements and what is newer: nothing depends on it.
    }
  }

  #unit(atMs: number, unit: FlvUnit | null): void {
    if (unit !== null) this.#taker?.take({ atMs, unit });
  }

  #control(payload: Buffer): void {
    if (payload.length < 6 || payload.readUInt16BE() !== PING) return;
    const pong = Buffer.from(payload.subarray(0, 6));
    pong.writeUInt16BE(PONG);
    this.#say(CONTROL_CHANNEL, messageType.control, pong);
  }

  #command(payload: Uint8Array): void {
    const [name = null, transaction, , first] = readAmf(payload) ?? [];
    const id = typeof transaction === 'number' ? transaction : 0;
    switch (name) {
      case 'connect':
        this.#welcome(id);
        break;
      case 'createStream':
        this.#answer(id, null, MEDIA_STREAM);
        break;
      case 'publish':
        void this.#publish(typeof first === 'string' ? first : '');
        break;
      // What is no command, the end of it, and whoever wants to see something: nobody plays here.
      case null:
      case 'deleteStream':
      case 'closeStream':
      case 'play':
        this.end();
        break;
      default:
        // Encoders announce and take back what they publish; some wait for an answer.
        if (id > 0) this.#answer(id, null, null);
    }
  }

  #welcome(id: number): void {
    const window = Buffer.alloc(4);
    window.writeUInt32BE(WINDOW_BYTES);
    this.#say(CONTROL_CHANNEL, messageType.window, window);
    this.#say(CONTROL_CHANNEL, messageType.bandwidth, Buffer.concat([window, Buffer.from([2])]));
    const status = { level: 'status', code: 'NetConnection.Connect.Success', objectEncoding: 0 };
    this.#answer(id, { fmsVer: 'FMS/3,0,1,123', capabilities: 31 }, status);
  }

  async #publish(name: string): Promise<void> {
    if (this.#asking || this.#taker !== null) {
      this.end();
      return;
    }
    this.#asking = true;
    const [key = ''] = name.slice(0, KEY_MAX).split('?');
    const admitted = await this.#options.admit(key, () => this.end());
    if (this.#phase === 'over') {
      if (typeof admitted !== 'string') admitted.ended();
      return;
    }
    if (typeof admitted === 'string') {
      this.#status('error', 'NetStream.Publish.BadName');
      this.end();
      return;
    }
    this.#taker = admitted;
    this.#reader.messageMax = MESSAGE_MAX;
    this.#options.onAdmitted();
    this.#status('status', 'NetStream.Publish.Start');
  }

  #status(level: string, code: string): void {
    const said = writeAmf('onStatus', 0, null, { level, code, description: code });
    this.#options.write(
      writeMessage(STATUS_CHANNEL, { type: messageType.command, streamId: MEDIA_STREAM, payload: said }),
    );
  }

  #answer(id: number, ...values: readonly Amf[]): void {
    this.#say(COMMAND_CHANNEL, messageType.command, writeAmf('_result', id, ...values));
  }

  #acknowledge(): void {
    this.#acknowledged = this.#bytes;
    const count = Buffer.alloc(4);
    count.writeUInt32BE(this.#bytes >>> 0);
    this.#say(CONTROL_CHANNEL, messageType.acknowledgement, count);
  }

  #say(channelId: number, type: number, payload: Uint8Array): void {
    this.#options.write(writeMessage(channelId, { type, streamId: 0, payload }));
  }
}
