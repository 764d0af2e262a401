import type { BrowserContext } from 'playwright-core';

/**
 * Pages of this context believe from now on that their browser has no such codecs: neither what it says it can do nor what it offers
 * names them any more.
 */
export async function withoutCodecs(context: BrowserContext, names: readonly string[]): Promise<void> {
  await context.addInitScript(
    (missing) => {
      const isMissing = (name: string) => missing.includes(name.toLowerCase());
      for (const end of [RTCRtpReceiver, RTCRtpSender]) {
        const all = end.getCapabilities.bind(end);
        end.getCapabilities = (kind) => {
          const found = all(kind);
          if (found === null) return found;
          return { ...found, codecs: found.codecs.filter(({ mimeType }) => !isMissing(mimeType.slice(6))) };
        };
      }
      /** One media section without the payload types of what is missing, nor of their retransmissions. */
      const thinned = (section: string): string => {
        const typesOf = (pattern: RegExp) => [...section.matchAll(pattern)];
        const gone = new Set(
          typesOf(/^a=rtpmap:(\d+) ([^/]+)\//gm).flatMap(([, type, name]) =>
            type !== undefined && name !== undefined && isMissing(name) ? [type] : [],
          ),
        );
        for (const [, type, of] of typesOf(/^a=fmtp:(\d+) apt=(\d+)/gm))
          if (type !== undefined && of !== undefined && gone.has(of)) gone.add(type);
        return section
          .split('\r\n')
          .filter((line) => !gone.has(/^a=(?:rtpmap|fmtp|rtcp-fb):(\d+) /.exec(line)?.[1] ?? ''))
          .map((line) => {
            if (!line.startsWith('m=')) return line;
            const [media, port, protocol, ...types] = line.split(' ');
            return [media, port, protocol, ...types.filter((type) => !gone.has(type))].join(' ');
          })
          .join('\r\n');
      };
      type Offering = (
        this: RTCPeerConnection,
        options?: RTCOfferOptions,
      ) => Promise<RTCSessionDescriptionInit>;
      const offer = RTCPeerConnection.prototype.createOffer as Offering;
      const thin: Offering = async function (options) {
        const { type, sdp = '' } = await offer.call(this, options);
        return {
          type,
          sdp: sdp
            .split(/(?=^m=)/m)
            .map(thinned)
            .join(''),
        };
      };
      RTCPeerConnection.prototype.createOffer = thin as typeof RTCPeerConnection.prototype.createOffer;
    },
    names.map((name) => name.toLowerCase()),
  );
}
