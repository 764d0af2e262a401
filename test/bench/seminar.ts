import { setTimeout as pause } from 'node:timers/promises';
import type { StreamId } from '../../shared/kernel/ids.ts';
import { makeCounty, PASSWORD, type PlannedLesson, signIn } from '../support/county.ts';
import { report } from '../support/figures.ts';
import { type Product, startProduct } from '../support/product.ts';
import { type Sitter, sitDown } from '../support/sitter.ts';
import {
  receivingPeer,
  sendingPeer,
  type VoicePeer,
  voiceCapabilities,
  voiceParametersOf,
} from '../support/voice-peer.ts';

const SPEAKERS = 8;
const SECONDS = 3;
const PACKET_MS = 20;
const PACKETS = (SECONDS * 1000) / PACKET_MS;
/** The last packets are on their way no longer than this. */
const TAIL_MS = 1_000;
const GOAL_RATIO = 0.999;

type Speaker = {
  readonly sitter: Sitter;
  readonly streamId: StreamId;
  readonly receive: { readonly options: Parameters<typeof receivingPeer>[0] };
  readonly sender: Awaited<ReturnType<typeof sendingPeer>>;
  /** Numbers heard, by whose voice. */
  readonly heard: Map<StreamId, Set<number>>;
};

/** A real seminar of a real server: eight teachers without browsers speak at once, and each counts what arrives of the seven others. */
export async function benchSeminar(): Promise<boolean> {
  const product = await startProduct();
  const closers: (() => void)[] = [];
  try {
    const { seminar, logins } = await planSeminar(product);
    const here = { sessionId: seminar.sessionId };
    const sitters = await Promise.all(
      logins.map(async (login) =>
        sitDown({ api: await signIn(product.url, login), url: product.url, ...here }),
      ),
    );
    for (const sitter of sitters) closers.push(() => sitter.leave());
    await sitters[0]?.get('session.start', here);
    const speakers: Speaker[] = [];
    for (const [index, sitter] of sitters.entries()) {
      const speaker = await speak(sitter, here, 10_000 + index);
      closers.push(() => speaker.sender.close());
      speakers.push(speaker);
    }
    const ears = await Promise.all(speakers.map((speaker) => listenTo(speaker, speakers, here)));
    for (const ear of ears) closers.push(() => ear.close());
    await Promise.all([...speakers.map((each) => each.sender), ...ears].map((peer) => peer.connected));
    const tookMs = await talk(speakers);
    await pause(TAIL_MS);
    return tell(speakers, logins, tookMs);
  } finally {
    for (const close of closers.reverse()) close();
    await product.stop();
  }
}

type Here = Pick<PlannedLesson, 'sessionId'>;

/** One who leads and seven members of the same school. */
async function planSeminar(
  product: Product,
): Promise<{ readonly seminar: PlannedLesson; readonly logins: readonly string[] }> {
  const { admin, lecturerId, leadingSchoolId } = await makeCounty(product, 0);
  const logins = Array.from({ length: SPEAKERS - 1 }, (_, index) => `member${index + 1}`);
  const members = await Promise.all(
    logins.map((loginName) =>
      admin.call('person.add', {
        name: loginName,
        schoolId: leadingSchoolId,
        phone: '',
        roles: [{ role: 'lecturer', scope: { kind: 'school', schoolId: leadingSchoolId } }],
        login: { loginName, password: PASSWORD },
      }),
    ),
  );
  const start = new Date(Date.now() + 60_000 + 8 * 3_600_000);
  const seminar = await admin.call('lesson.plan', {
    kind: 'master',
    mode: 'seminar',
    subject: '数学',
    grade: '集体备课',
    localDate: start.toISOString().slice(0, 10) as never,
    startMinute: start.getUTCHours() * 60 + start.getUTCMinutes(),
    durationMinutes: 40,
    lecturerId,
    lectureRoomId: null,
    linkId: null,
    roomIds: [],
    memberIds: members.map((each) => each.id),
  });
  return { seminar, logins: ['chen', ...logins] };
}

async function speak(sitter: Sitter, here: Here, ssrc: number): Promise<Speaker> {
  const { media } = await sitter.get('media.join', here);
  const sender = await sendingPeer(media.send, ssrc);
  const { dtlsParameters } = sender;
  await sitter.get('media.connect', { ...here, direction: 'send', dtlsParameters });
  const rtpParameters = voiceParametersOf(ssrc);
  const { streamId } = await sitter.get('media.publish', { ...here, source: 'voice', rtpParameters });
  return { sitter, streamId, sender, receive: { options: media.receive }, heard: new Map() };
}

async function listenTo(
  { sitter, streamId: own, receive, heard }: Speaker,
  speakers: readonly Speaker[],
  here: Here,
): Promise<VoicePeer> {
  const streamIds = speakers.map((each) => each.streamId).filter((each) => each !== own);
  for (const each of streamIds) heard.set(each, new Set());
  const asked = { ...here, rtpCapabilities: voiceCapabilities, streamIds };
  const { consumers, refused } = await sitter.get('media.receive', asked);
  if (refused.length > 0) throw new Error(`${refused.length} voices were refused: ${refused[0]?.code}`);
  const incoming = consumers.map(({ streamId, rtpParameters }) => ({
    streamId,
    mid: String(rtpParameters['mid']),
    ssrc: Number((rtpParameters['encodings'] as readonly { readonly ssrc: number }[])[0]?.ssrc),
    payloadType: Number(rtpParameters.codecs[0]?.['payloadType']),
  }));
  const ear = await receivingPeer(receive.options, incoming, (streamId, sequence) =>
    heard.get(streamId)?.add(sequence),
  );
  const { dtlsParameters } = ear;
  await sitter.get('media.connect', { ...here, direction: 'receive', dtlsParameters });
  const wishes = consumers.map(({ consumerId }) => ({ consumerId, paused: false }));
  await sitter.get('media.steer', { ...here, wishes });
  return ear;
}

/** Fifty packets a second from each. A busy machine sends late, never fewer. */
async function talk(speakers: readonly Speaker[]): Promise<number> {
  const startMs = performance.now();
  for (let sequence = 0; sequence < PACKETS; sequence += 1) {
    const lateMs = performance.now() - startMs - sequence * PACKET_MS;
    if (lateMs < 0) await pause(-lateMs);
    for (const { sender } of speakers) sender.send(sequence);
  }
  return performance.now() - startMs;
}

function tell(speakers: readonly Speaker[], logins: readonly string[], tookMs: number): boolean {
  const pairs = speakers.flatMap(({ heard, streamId }, to) =>
    speakers.flatMap((from, index) =>
      from.streamId === streamId
        ? []
        : [{ to: logins[to], from: logins[index], ratio: (heard.get(from.streamId)?.size ?? 0) / PACKETS }],
    ),
  );
  const ratios = pairs.map((each) => each.ratio);
  return report(
    'seminar',
    [
      {
        name: `voice delivered, worst of ${pairs.length} pairs among ${SPEAKERS} speakers`,
        value: Math.min(...ratios),
        unit: '',
        goal: { atLeast: GOAL_RATIO },
      },
    ],
    { packetsEach: PACKETS, tookMs, pairs },
  );
}
