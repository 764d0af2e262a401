import type { Tap } from '../tap.types.ts';

const IP = '127.0.0.1';

/** Whether ffmpeg can put it into MP4 as it is, and browsers play that. */
export const canRecord = ({ mimeType }: Pick<Tap, 'mimeType'>): boolean =>
  /^(video\/h264|audio\/opus)$/i.test(mimeType);

/** The description (RFC 8866) of what comes to `port`, for whoever listens there. */
export function descriptionOf(tap: Tap, port: number): string {
  const { mimeType, payloadType, clockRate, channels, parameters } = tap;
  const [kind = '', codec = ''] = mimeType.split('/');
  const said = Object.entries(parameters).map(([name, value]) => `${name}=${value}`);
  return [
    'v=0',
    `o=- 0 0 IN IP4 ${IP}`,
    's=-',
    `c=IN IP4 ${IP}`,
    't=0 0',
    `m=${kind} ${port} RTP/AVP ${payloadType}`,
    `a=rtpmap:${payloadType} ${codec}/${clockRate}${channels === null ? '' : `/${channels}`}`,
    ...(said.length === 0 ? [] : [`a=fmtp:${payloadType} ${said.join(';')}`]),
    'a=recvonly',
    '',
  ].join('\r\n');
}

/** How long a packet is waited for that others have overtaken. */
const REORDER_US = 500_000;
/** A picture is looked at for so long before it is written; nothing of it is lost. */
const LOOK_US = 500_000;
/** Half a second: whoever plays it shows a fragment when it is whole, and a kill costs the last one. */
const FRAGMENT_US = 500_000;

/** How a file is written that holds together whenever its writer is killed. */
export const writtenAs: readonly string[] = [
  ...['-f', 'mp4', '-movflags', '+frag_keyframe+empty_moov+default_base_moof+delay_moov'],
  ...['-frag_duration', `${FRAGMENT_US}`],
];

const inputArguments: readonly string[] = [
  ...['-hide_banner', '-nostats', '-loglevel', 'error'],
  ...['-protocol_whitelist', 'pipe,udp,rtp', '-localaddr', IP],
  ...['-fpsprobesize', '0', '-analyzeduration', `${LOOK_US}`, '-probesize', '5000000'],
  ...['-max_delay', `${REORDER_US}`, '-buffer_size', '1000000'],
  ...['-f', 'sdp', '-i', 'pipe:0'],
];

/** Written as it comes, fragment by fragment, so that whenever it is killed all but the last is whole. Nothing is encoded anew. */
export const writerArguments = (file: string): readonly string[] => [
  ...inputArguments,
  ...['-c', 'copy', '-avoid_negative_ts', 'make_zero'],
  ...writtenAs,
  ...['-flush_packets', '1', '-y', file],
];

/** Whether ffmpeg can take a still of it. */
export const canSee = ({ mimeType }: Pick<Tap, 'mimeType'>): boolean => /^video\/(h264|vp8)$/i.test(mimeType);

/** Wide at most so; a smaller picture stays as it is. */
const STILL_WIDTH = 320;

/** The first whole picture as a small JPEG on standard output: nothing of it is ever on a disk. */
export const stillArguments: readonly string[] = [
  ...['-threads', '1', ...inputArguments],
  ...['-an', '-frames:v', '1', '-vf', `scale='min(${STILL_WIDTH},iw)':-2`, '-pix_fmt', 'yuvj420p'],
  ...['-c:v', 'mjpeg', '-q:v', '6', '-map_metadata', '-1', '-f', 'mjpeg', 'pipe:1'],
];
