import type { RtpCapabilities } from '../../shared/media.ts';
import type { StreamView } from '../../shared/session/session.view.ts';
import { joinLightly, type LightWish } from './light-client.ts';
import { packetsOfFrame } from './small-picture.ts';
import { incomingOf, receivingPeer, sendingPeer, voiceCapabilities } from './voice-peer.ts';

/** A listening room without a browser: it takes the lecturer's picture in full and the voice, and offers a picture of its own. */
export type LightRoom = {
  packets(): number;
  /** One frame of VP8. @param time of its RTP clock, 90 kHz */
  sendPicture(frame: Buffer, time: number): void;
  close(): void;
};

const capabilities: RtpCapabilities = {
  ...voiceCapabilities,
  codecs: [
    ...(voiceCapabilities.codecs ?? []),
    {
      ...{ kind: 'video', mimeType: 'video/H264', preferredPayloadType: 102, clockRate: 90_000 },
      parameters: { 'packetization-mode': 1, 'profile-level-id': '42e01f', 'level-asymmetry-allowed': 1 },
      rtcpFeedback: [],
    },
  ],
};

const PICTURE_TYPE = 101;
const pictureOf = (ssrc: number) => ({
  codecs: [
    { mimeType: 'video/VP8', payloadType: PICTURE_TYPE, clockRate: 90_000, parameters: {}, rtcpFeedback: [] },
  ],
  headerExtensions: [],
  encodings: [{ ssrc }],
  rtcp: { cname: `room-${ssrc}` },
});

export async function enterLightly(wish: LightWish, ssrc: number): Promise<LightRoom> {
  const { sitter, sessionId, joined } = await joinLightly(wish, 'room');
  const { media, snapshot } = joined;
  if (media === null) throw new Error(`${wish.name} got no media`);
  const here = { sessionId };
  const sender = await sendingPeer(media.send, ssrc);
  const { dtlsParameters } = sender;
  await sitter.get('media.connect', { ...here, direction: 'send', dtlsParameters });
  await sitter.get('media.publish', { ...here, source: 'camera', rtpParameters: pictureOf(ssrc) });
  const streamIds = Object.values<StreamView>(snapshot.view.streams)
    .filter(({ part, source }) => part === 'lecturer' && source !== 'content')
    .map(({ streamId }) => streamId);
  const asked = { ...here, rtpCapabilities: capabilities, streamIds };
  const { consumers } = await sitter.get('media.receive', asked);
  let packets = 0;
  const receiver = await receivingPeer(media.receive, consumers.map(incomingOf), () => {
    packets += 1;
  });
  await sitter.get('media.connect', {
    ...here,
    direction: 'receive',
    dtlsParameters: receiver.dtlsParameters,
  });
  await Promise.all([sender.connected, receiver.connected]);
  const wishes = consumers.map(({ consumerId }) => ({ consumerId, paused: false }));
  await sitter.get('media.steer', { ...here, wishes });
  let sequence = 0;
  return {
    packets: () => packets,
    sendPicture(frame, time) {
      const parts = packetsOfFrame(frame, { ssrc, payloadType: PICTURE_TYPE, sequence, time });
      sequence += parts.length;
      for (const each of parts) sender.sendRaw(each);
    },
    close() {
      receiver.close();
      sender.close();
      sitter.leave();
    },
  };
}
