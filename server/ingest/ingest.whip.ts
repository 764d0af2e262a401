import { answerTo, readOffer, type WhipOffer } from '../../sfu/index.ts';
import type { StreamId } from '../../shared/kernel/ids.ts';
import { seatOfHost } from '../../shared/session/session.events.ts';
import type { NewId } from '../platform/ports.ts';
import type { Hosted, Hosts } from '../session/session.host.ts';
import type { Desk } from './ingest.desk.ts';
import { createResources, type ResourcesWish } from './ingest.resources.ts';
import type { IngestStore, Source } from './ingest.store.ts';

export type WhipDeps = {
  readonly store: Pick<IngestStore, 'byKey'>;
  readonly desk: Pick<Desk, 'lessonAt' | 'sending'>;
  readonly hosts: Hosts;
  readonly newId: NewId;
};

/** Encoders that send by WHIP (RFC 9725): the key says from which room and in which place. */
export function createWhip(deps: WhipDeps) {
  /** By key: who sends with it now. */
  const sending = new Map<string, () => Promise<void>>();

  const admit = async (keyHash: string): Promise<Source | null> => {
    const source = await deps.store.byKey(keyHash);
    return source?.kind === 'whip' && source.on ? source : null;
  };

  const begin: ResourcesWish<Source>['begin'] = async ({ text, admitted: source, keyHash, release }) => {
    const offer = readOffer(text);
    if (offer === 'malformed') return 400;
    if (offer === 'codec') return 406;
    const sessionId = await deps.desk.lessonAt(source.roomId);
    if (sessionId === null) return 503;
    // The encoder that came before has its place taken: it may be the same one, back after its line was cut.
    await sending.get(keyHash)?.();
    let end = async (): Promise<void> => undefined;
    const place = { seat: seatOfHost(source.roomId), part: 'host' } as const;
    const sat = await deps.hosts.sit(sessionId, place, () => void end());
    if (!sat.ok) return 503;
    const hosted = sat.value;
    const publishing = publisherOf(hosted, offer, source);
    const stopTelling = deps.desk.sending(source, {
      sessionId: () => sessionId,
      closed: publishing.closed,
      standing: () => ({ state: 'on', picture: 'passed', voice: publishing.voice() }),
      async attend(now) {
        if (now === sessionId) await publishing.retune();
        else await end();
      },
      // Its transport is gone: an encoder notices, and comes again.
      lost: () => end(),
      end: () => end(),
    });
    const endThis = async () => {
      if (sending.get(keyHash) === endThis) sending.delete(keyHash);
      release();
      stopTelling();
      await hosted.leave();
    };
    end = endThis;
    sending.set(keyHash, endThis);
    const connected = await hosted.connect('send', offer.dtlsParameters);
    const picture = connected.ok ? await publishing.retune() : false;
    if (!picture) {
      await end();
      return 406;
    }
    const sdp = answerTo(offer, hosted.offer.send);
    return { sdp, end, restartIce: () => hosted.restartIce('send') };
  };

  return createResources({ path: '/whip', newId: deps.newId, admit, begin });
}

/** Sends what was offered as far as it may be sent now: a voice only after the start. */
function publisherOf(hosted: Hosted, { parts }: WhipOffer, { place }: Source) {
  const streams = new Map<'audio' | 'video', StreamId>();
  let busy: Promise<boolean> | null = null;
  const publish = async (): Promise<boolean> => {
    for (const { taken } of parts) {
      if (taken === null || streams.has(taken.kind) || (taken.kind === 'audio' && place !== 'camera'))
        continue;
      const made = await hosted.publish(taken.kind === 'audio' ? 'voice' : place, taken.rtpParameters);
      if (made.ok) streams.set(taken.kind, made.value);
    }
    return streams.has('video') || !parts.some(({ taken }) => taken?.kind === 'video');
  };
  return {
    retune(): Promise<boolean> {
      busy ??= publish().finally(() => {
        busy = null;
      });
      return busy;
    },
    closed(streamId: StreamId): void {
      for (const [kind, known] of streams) if (known === streamId) streams.delete(kind);
    },
    voice: () => streams.has('audio'),
  };
}
