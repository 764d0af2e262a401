import type { Page } from 'playwright-core';
import type { PersonId } from '../../shared/kernel/ids.ts';
import type { LessonFields } from '../../shared/lesson.ts';
import { type County, makeCounty, PASSWORD, type PlannedLesson } from './county.ts';
import { PATIENCE_MS } from './patience.ts';
import type { Product } from './product.ts';

export const MEMBERS = [
  { name: '宋老师', loginName: 'song' },
  { name: '高老师', loginName: 'gao' },
] as const;
export const MEMBER_SCHOOL = '石门镇中心小学';

type Member = { readonly name: string; readonly loginName: string };

export type MasterWish = {
  readonly mode: 'seminar' | 'observation';
  /** Listening rooms with their classes. */
  readonly points: number;
  readonly inMinutes?: number;
  readonly members?: readonly Member[];
  /** From its start on. */
  readonly recording?: LessonFields['recording'];
};

/** A county with teachers of another school, and a seminar of theirs with 陈老师 that is due in `inMinutes`. */
export async function makeSeminar(
  product: Product,
  inMinutes = 1,
  members: readonly Member[] = MEMBERS,
): Promise<{ readonly county: County; readonly seminar: PlannedLesson }> {
  const { county, lesson } = await makeMasterLesson(product, {
    mode: 'seminar',
    points: 0,
    inMinutes,
    members,
  });
  return { county, seminar: lesson };
}

/** The same for either kind of lesson in which teachers take part by name. */
export async function makeMasterLesson(
  product: Product,
  { mode, points, inMinutes = 1, members = MEMBERS, recording }: MasterWish,
): Promise<{ readonly county: County; readonly lesson: PlannedLesson }> {
  const county = await makeCounty(product, points);
  const [region] = (await county.admin.call('region.list', {})).rows;
  if (region === undefined) throw new Error('no region');
  const school = await county.admin.call('school.add', {
    regionId: region.id,
    name: MEMBER_SCHOOL,
    kind: 'central',
    officialCode: 'C02',
    phone: '',
  });
  const memberIds: PersonId[] = [];
  for (const { name, loginName } of members) {
    const person = await county.admin.call('person.add', {
      name,
      schoolId: school.id,
      phone: '',
      roles: [{ role: 'localTeacher', scope: { kind: 'school', schoolId: school.id } }],
      login: { loginName, password: PASSWORD },
    });
    memberIds.push(person.id);
  }
  const start = new Date(Date.now() + inMinutes * 60_000 + 8 * 3_600_000);
  const lesson = await county.admin.call('lesson.plan', {
    kind: 'master',
    mode,
    subject: '音乐',
    grade: mode === 'seminar' ? '集体备课' : '三年级',
    localDate: start.toISOString().slice(0, 10) as never,
    startMinute: start.getUTCHours() * 60 + start.getUTCMinutes(),
    durationMinutes: 40,
    lecturerId: county.lecturerId,
    lectureRoomId: null,
    linkId: null,
    roomIds: county.points.map(({ roomId }) => roomId),
    memberIds,
    ...(recording === undefined ? {} : { recording }),
  });
  return { county, lesson };
}

/** What a page has received so far, stream by stream, by WebRTC's own statistics: packets of voices, decoded frames of pictures. */
export const receivedNow = (
  page: Page,
): Promise<{ readonly voices: readonly number[]; readonly pictures: readonly number[] }> =>
  page.evaluate(async () => {
    const { testPeerConnections } = window as unknown as { testPeerConnections: RTCPeerConnection[] };
    const voices: number[] = [];
    const pictures: number[] = [];
    // Packets by which a server tries how much a line carries are nobody's picture.
    for (const connection of testPeerConnections)
      for (const each of (await connection.getStats()).values())
        if (each.type === 'inbound-rtp' && each.mid !== 'probator') {
          if (each.kind === 'audio') voices.push(each.packetsReceived ?? 0);
          else pictures.push(each.framesDecoded ?? 0);
        }
    return { voices, pictures };
  });

/** Waits until a page hears and sees at least so many others, each of them more than before: it flows, and did not merely flow once. */
export async function untilFlowing(page: Page, others: number, limitMs = PATIENCE_MS): Promise<void> {
  const before = await receivedNow(page);
  const sum = (counts: readonly number[]) => counts.reduce((total, count) => total + count, 0);
  await page.waitForFunction(
    async ({ others, voicesBefore, picturesBefore }) => {
      const { testPeerConnections } = window as unknown as { testPeerConnections: RTCPeerConnection[] };
      const voices: number[] = [];
      const pictures: number[] = [];
      for (const connection of testPeerConnections)
        for (const each of (await connection.getStats()).values())
          if (each.type === 'inbound-rtp')
            (each.kind === 'audio' ? voices : pictures).push(
              (each.kind === 'audio' ? each.packetsReceived : each.framesDecoded) ?? 0,
            );
      const flowing = (counts: number[]) => counts.filter((count) => count > 5).length;
      const sum = (counts: number[]) => counts.reduce((total, count) => total + count, 0);
      return (
        flowing(voices) >= others &&
        flowing(pictures) >= others &&
        sum(voices) > voicesBefore + 20 * others &&
        sum(pictures) > picturesBefore + 5 * others
      );
    },
    { others, voicesBefore: sum(before.voices), picturesBefore: sum(before.pictures) },
    { timeout: limitMs, polling: 200 },
  );
}
