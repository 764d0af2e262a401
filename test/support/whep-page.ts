import type { Page } from 'playwright-core';

type Held = { peer: RTCPeerConnection; answer: string };
type WithPeer = { testPeer?: Held };
/** What the page holds of its connection, and what its answerer said. */
export type Offered = { readonly status: number; readonly location: string | null };

/** Offers to play, as standard players do: one voice and one picture, listening only; by way of a relay to the server, when one is made. */
export async function play(
  page: Page,
  bearer: string,
  relayTo?: (server: { readonly ip: string; readonly port: number }) => Promise<number>,
): Promise<Offered> {
  const offered = await offerToPlay(page, bearer);
  if (offered.status !== 201) return offered;
  const [, ip, port] = /^a=candidate:\S+ 1 udp \d+ (\S+) (\d+) /m.exec(offered.answer) ?? [];
  if (ip === undefined || port === undefined) throw new Error('no candidate in the answer');
  const relay = await relayTo?.({ ip, port: Number(port) });
  const answer =
    relay === undefined
      ? offered.answer
      : offered.answer
          .replace(/^a=candidate:\S+ 1 tcp .*\r\n/gm, '')
          .replace(/^(a=candidate:\S+ 1 udp \d+) \S+ \d+ /gm, `$1 127.0.0.1 ${relay} `);
  await page.evaluate(async (sdp) => {
    const held = (window as WithPeer).testPeer;
    if (held !== undefined) held.answer = sdp;
    await held?.peer.setRemoteDescription({ type: 'answer', sdp });
  }, answer);
  return offered;
}

const offerToPlay = (page: Page, bearer: string): Promise<Offered & { readonly answer: string }> =>
  page.evaluate(
    async ({ bearer, path }) => {
      const peer = new RTCPeerConnection();
      peer.addTransceiver('audio', { direction: 'recvonly' });
      peer.addTransceiver('video', { direction: 'recvonly' });
      const video = document.createElement('video');
      Object.assign(video, { muted: true, autoplay: true });
      document.body.append(video);
      peer.ontrack = ({ track, streams }) => {
        if (track.kind === 'video') video.srcObject = streams[0] ?? new MediaStream([track]);
      };
      await peer.setLocalDescription();
      const said = await fetch(path, {
        method: 'POST',
        headers: { 'Content-Type': 'application/sdp', Authorization: `Bearer ${bearer}` },
        body: peer.localDescription?.sdp ?? '',
      });
      const answer = await said.text();
      Object.assign(window, { testPeer: { peer, answer } });
      return { status: said.status, location: said.headers.get('Location'), answer };
    },
    { bearer, path: '/whep' },
  );

/** Offers to send its camera and microphone, as encoders do. */
export const send = (page: Page, bearer: string): Promise<Offered> =>
  page.evaluate(async (bearer) => {
    const peer = new RTCPeerConnection();
    const media = await navigator.mediaDevices.getUserMedia({ video: true, audio: true });
    for (const track of media.getTracks()) peer.addTransceiver(track, { direction: 'sendonly' });
    await peer.setLocalDescription();
    const said = await fetch('/whip', {
      method: 'POST',
      headers: { 'Content-Type': 'application/sdp', Authorization: `Bearer ${bearer}` },
      body: peer.localDescription?.sdp ?? '',
    });
    const answer = await said.text();
    if (said.status === 201) await peer.setRemoteDescription({ type: 'answer', sdp: answer });
    Object.assign(window, { testPeer: { peer, answer } });
    return { status: said.status, location: said.headers.get('Location') };
  }, bearer);

/** Tells of a candidate and then, by `PATCH`, that its line is new; takes the answer. @returns both statuses */
export const restart = (page: Page, location: string, bearer: string): Promise<readonly [number, number]> =>
  page.evaluate(
    async ({ location, bearer }) => {
      const held = (window as WithPeer).testPeer;
      if (held === undefined) throw new Error('nothing was offered');
      const { peer } = held;
      const patch = (body: string) =>
        fetch(location, {
          method: 'PATCH',
          headers: {
            'Content-Type': 'application/trickle-ice-sdpfrag',
            'If-Match': '*',
            Authorization: `Bearer ${bearer}`,
          },
          body,
        });
      const named = (sdp: string, name: string): string =>
        new RegExp(`^a=${name}:(.*)$`, 'm').exec(sdp)?.[1]?.trim() ?? '';
      const fragment = (sdp: string): string =>
        ['ice-ufrag', 'ice-pwd'].map((name) => `a=${name}:${named(sdp, name)}\r\n`).join('');
      const trickled = await patch(`${fragment(peer.localDescription?.sdp ?? '')}a=end-of-candidates\r\n`);
      peer.restartIce();
      await peer.setLocalDescription(await peer.createOffer({ iceRestart: true }));
      const restarted = await patch(fragment(peer.localDescription?.sdp ?? ''));
      const news = await restarted.text();
      const sdp = ['ice-ufrag', 'ice-pwd'].reduce(
        (text, name) => text.replace(new RegExp(`^a=${name}:.*$`, 'gm'), `a=${name}:${named(news, name)}`),
        held.answer,
      );
      await peer.setRemoteDescription({ type: 'answer', sdp });
      return [trickled.status, restarted.status] as const;
    },
    { location, bearer },
  );

export type Received = {
  readonly frames: number;
  readonly voicePackets: number;
  /** Of the picture that comes now. */
  readonly heightPx: number;
  /** Pictures that came broken, or not in time. */
  readonly freezes: number;
  /** Packets that never came, nor came again. */
  readonly missing: number;
  readonly iceState: string;
};

/** What came in so far, of all sources together; or, of an encoder, what went out. */
export const received = (page: Page): Promise<Received> =>
  page.evaluate(async () => {
    const peer = (window as WithPeer).testPeer?.peer;
    const totals = {
      ...{ frames: 0, voicePackets: 0, heightPx: 0, freezes: 0, missing: 0 },
      iceState: peer?.iceConnectionState ?? 'none',
    };
    (await peer?.getStats())?.forEach((stat) => {
      const { type, kind } = stat;
      if (type !== 'inbound-rtp' && type !== 'outbound-rtp') return;
      if (kind === 'video') {
        totals.frames += stat.framesDecoded ?? stat.framesSent ?? 0;
        totals.heightPx = stat.frameHeight ?? totals.heightPx;
        totals.freezes += stat.freezeCount ?? 0;
        totals.missing += stat.packetsLost ?? 0;
      }
      if (kind === 'audio') totals.voicePackets += stat.packetsReceived ?? stat.packetsSent ?? 0;
    });
    return totals;
  });
