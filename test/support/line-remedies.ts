import type { Page } from 'playwright-core';

/** What a browser does against loss, for trying one remedy without another. What is left out stays as the product does it. */
export type Remedies = {
  /** Of the voice that is sent: whether each packet carries the one before once more (Opus in-band FEC). */
  readonly voiceFec?: boolean;
  /** Of the voice that is received: whether what is missing is asked for again. */
  readonly voiceNack?: boolean;
  /** How long what is received is held back. */
  readonly jitterTargetMs?: number;
};

const KEY = 'testRemedies';

/** Takes effect when the page makes its connections next: it is to be loaded again. */
export const chooseRemedies = (page: Page, remedies: Remedies): Promise<void> =>
  page.evaluate(({ key, text }) => sessionStorage.setItem(key, text), {
    key: KEY,
    text: JSON.stringify(remedies),
  });

/** A script for a browser's every page: the choice is carried out beneath the product, in what it tells WebRTC. */
export const remediesScript = (first: Remedies = {}): string =>
  `(${inPage.toString()})(${JSON.stringify(KEY)}, ${JSON.stringify(first)})`;

function inPage(key: string, first: Remedies): void {
  const chosen = (): Remedies => JSON.parse(sessionStorage.getItem(key) ?? JSON.stringify(first));
  const target = Object.getOwnPropertyDescriptor(RTCRtpReceiver.prototype, 'jitterBufferTarget');
  if (target?.set === undefined) throw new Error('this browser takes no jitter target');
  const setTarget: (this: RTCRtpReceiver, wanted: number | null) => void = target.set;
  Object.defineProperty(RTCRtpReceiver.prototype, 'jitterBufferTarget', {
    ...target,
    set(this: RTCRtpReceiver, wanted: number | null) {
      if (chosen().jitterTargetMs === undefined) setTarget.call(this, wanted);
    },
  });
  const inVoice = (sdp: string, change: (section: string) => string): string =>
    sdp
      .split(/(?=^m=)/m)
      .map((section) => (section.startsWith('m=audio') ? change(section) : section))
      .join('');
  // Asking again is settled by both descriptions, carrying twice by the other side's alone.
  const withoutNack = (sdp: string): string =>
    chosen().voiceNack === false
      ? inVoice(sdp, (section) => section.replace(/^a=rtcp-fb:\d+ nack ?\r\n/gm, ''))
      : sdp;
  const withFec = (sdp: string): string => {
    const { voiceFec } = chosen();
    if (voiceFec === undefined) return sdp;
    return inVoice(sdp, (section) => section.replace(/useinbandfec=\d/g, `useinbandfec=${voiceFec ? 1 : 0}`));
  };
  const Original = window.RTCPeerConnection;
  window.RTCPeerConnection = class extends Original {
    constructor(configuration?: RTCConfiguration) {
      super(configuration);
      this.addEventListener('track', ({ receiver }) => {
        const { jitterTargetMs } = chosen();
        if (jitterTargetMs !== undefined) setTarget.call(receiver, jitterTargetMs);
      });
    }
    override setRemoteDescription(description: RTCSessionDescriptionInit): Promise<void> {
      return super.setRemoteDescription({ ...description, sdp: withFec(withoutNack(description.sdp ?? '')) });
    }
    override setLocalDescription(description: RTCSessionDescriptionInit): Promise<void> {
      return super.setLocalDescription({ ...description, sdp: withoutNack(description.sdp ?? '') });
    }
  };
}
