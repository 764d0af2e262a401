import type { CommandId } from '../../shared/kernel/ids.ts';
import { diagnosticsOf } from './diagnostics.ts';
import { browserEnvironment, type Environment } from './environment.ts';
import { LineWatch } from './line-watch.ts';
import type { LiveClient, LiveOptions } from './live.types.ts';
import { LiveSession } from './live-session.ts';
import type { CodecChoice, PictureCodec } from './media/encodings.ts';
import type { MediaKit } from './media/media-kit.ts';
import { mediasoupKit } from './media/mediasoup-kit.ts';
import { Outbox, type Shelf } from './outbox.ts';
import { tabShelf } from './shelf.ts';
import { Signalling, type WireFactory } from './signalling.ts';
import { socketIoWire } from './socket-io-wire.ts';
import { relaySounding, type Sounding } from './sounding.ts';
import { createStore } from './store.ts';

export type LiveParts = {
  readonly environment: Environment;
  readonly wire: WireFactory;
  readonly kit: MediaKit;
  readonly shelf: Shelf;
  readonly codec: CodecChoice;
  /** Left out, a line's return is found by dialling alone. */
  readonly sounding?: Sounding;
};

/** What the pre-flight has found out about this machine holds for as long as the page is open, lesson after lesson. */
const pageCodec: CodecChoice = createStore<PictureCodec>('video/H264');

/** A live client on the browser's own technology, with its facts on `window.sanketang`. */
export function createLiveClient(options: LiveOptions): LiveClient {
  const { client, live } = assemble(options, {
    environment: browserEnvironment(),
    wire: socketIoWire(options),
    kit: mediasoupKit(navigator.userAgent),
    shelf: tabShelf('sanketang.outbox'),
    codec: pageCodec,
    sounding: relaySounding(options.url ?? location.origin),
  });
  Object.assign(window, { sanketang: diagnosticsOf(client, live) });
  // The browser often knows sooner than any timer that the line is back.
  window.addEventListener('online', () => {
    if (client.link.get().state === 'reconnecting') client.retry();
  });
  return client;
}

/** The same from parts, for tests. */
export function assemble(options: LiveOptions, parts: LiveParts): { client: LiveClient; live: LiveSession } {
  const { environment, kit, shelf, codec } = parts;
  const { sounding } = parts;
  const lineWatch = sounding === undefined ? undefined : new LineWatch(environment, sounding);
  const signalling = new Signalling(environment, parts.wire, lineWatch);
  const live = new LiveSession({ environment, signalling, kit, options, codec });
  const serverNowMs = () => live.serverNowMs();
  const outbox = new Outbox(
    { ...environment, nowMs: serverNowMs },
    (name, body, commandId: CommandId) => signalling.request(name, body, { commandId }),
    shelf,
  );
  const gate = () => outbox.setOpen(signalling.link.get().state === 'connected' && live.settled);
  signalling.link.subscribe(gate);
  live.facts.subscribe(gate);
  const client: LiveClient = {
    link: signalling.link,
    session: live.facts,
    streams: live.media.streams,
    own: live.media.own,
    pending: outbox.pending,
    ladder: live.ladder,
    rooms: live.rooms,
    serverNowMs,
    nowMs: () => environment.nowMs(),
    open: () => signalling.open(),
    retry: () => signalling.redial(),
    close: async () => {
      await live.leave();
      signalling.close();
    },
    request: async (name, body) => {
      const result = await signalling.request(name, body);
      if (result.ok && hasServerTime(result.value)) live.tellServerTime(result.value.serverNowMs);
      return result;
    },
    command: (name, body) => outbox.submit(name, body),
    abandon: (id) => outbox.abandon(id),
    on: (name, listener) => signalling.on(name, listener),
    join: (sessionId, part) => live.join(sessionId, part),
    leave: () => live.leave(),
    publish: (source, track) => live.media.publish(source, track),
    unpublish: (source) => live.media.unpublish(source),
    mute: (source, muted) => live.media.mute(source, muted),
    checkLayers: () => live.media.checker.run(),
    show: (wishes) => live.media.show(wishes),
    frameShown: (streamId, frame) => live.frameShown(streamId, frame),
  };
  return { client, live };
}

function hasServerTime(answer: object): answer is { serverNowMs: number } {
  return 'serverNowMs' in answer && typeof answer.serverNowMs === 'number';
}
