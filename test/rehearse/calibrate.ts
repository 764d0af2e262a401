import { startChromium } from '../support/chromium.ts';
import { serveContent } from '../support/content-page.ts';
import { mediaFixtures } from '../support/media-fixtures.ts';

export const HEIGHTS = [720, 540, 360] as const;
export type Height = (typeof HEIGHTS)[number];

/** Frames a second that this machine's Chromium reaches when one page sends itself an H.264 picture of the given height. */
export async function calibrate(height: Height): Promise<number> {
  const fixtures = await mediaFixtures(height);
  const site = await serveContent();
  const browser = await startChromium({
    camera: { video: fixtures.lectureVideo, voice: fixtures.lectureVoice },
  });
  try {
    const page = await browser.open(site.url);
    return await page.evaluate(loopback, height);
  } finally {
    await browser.close();
    site.close();
  }
}

/** Runs in the page. */
async function loopback(height: number): Promise<number> {
  const camera = await navigator.mediaDevices.getUserMedia({
    video: { width: (height * 16) / 9, height, frameRate: 30 },
  });
  const [sender, receiver] = [new RTCPeerConnection(), new RTCPeerConnection()];
  sender.onicecandidate = ({ candidate }) => void receiver.addIceCandidate(candidate ?? undefined);
  receiver.onicecandidate = ({ candidate }) => void sender.addIceCandidate(candidate ?? undefined);
  const video = document.createElement('video');
  video.muted = true;
  document.body.append(video);
  receiver.ontrack = ({ track }) => {
    video.srcObject = new MediaStream([track]);
    void video.play();
  };
  const [track] = camera.getVideoTracks();
  if (track === undefined) throw new Error('no camera');
  const transceiver = sender.addTransceiver(track, { sendEncodings: [{ maxBitrate: 1_800_000 }] });
  const h264 =
    RTCRtpSender.getCapabilities('video')?.codecs.filter((codec) => codec.mimeType === 'video/H264') ?? [];
  transceiver.setCodecPreferences(h264);
  await sender.setLocalDescription();
  if (sender.localDescription !== null) await receiver.setRemoteDescription(sender.localDescription);
  await receiver.setLocalDescription();
  if (receiver.localDescription !== null) await sender.setRemoteDescription(receiver.localDescription);
  const shown = (forMs: number) =>
    new Promise<number>((resolve) => {
      let frames = 0;
      const startMs = performance.now();
      const onFrame: VideoFrameRequestCallback = (nowMs) => {
        frames += 1;
        if (nowMs - startMs < forMs) video.requestVideoFrameCallback(onFrame);
        else resolve((frames * 1000) / (nowMs - startMs));
      };
      video.requestVideoFrameCallback(onFrame);
    });
  await shown(3_000);
  return shown(8_000);
}
