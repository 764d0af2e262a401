import type { LessonId, PersonId, RoomId, SchoolId, SessionId } from '../../shared/kernel/ids.ts';
import type { LessonMode } from '../../shared/lesson.ts';
import { type Api, createApi } from './api.ts';
import type { Product } from './product.ts';

export const PASSWORD = 'lesson-at-eight';
const POINTS = ['李家沟教学点', '石桥教学点', '柳树湾教学点', '白马岭教学点', '南坪教学点'];

export type Point = { readonly schoolId: SchoolId; readonly roomId: RoomId; readonly name: string };

/** A small county made through the product's own routes, as an office would make it on its first morning. */
export type County = {
  readonly admin: Api;
  readonly lecturer: Api;
  readonly lecturerId: PersonId;
  /** Another teacher of the leading school, for the lesson that two want to start. */
  readonly colleague: Api;
  readonly leadingSchoolId: SchoolId;
  readonly lectureRoomId: RoomId;
  readonly points: readonly Point[];
};

export async function makeCounty(
  product: Pick<Product, 'url' | 'setupUrl'>,
  pointCount: number,
): Promise<County> {
  const admin = createApi(product.url);
  const token = product.setupUrl?.split('token=')[1];
  if (token === undefined) throw new Error('the server offers no one-time link: its data are not new');
  await admin.call('setup.create', {
    token,
    officeName: '云溪县教育局',
    name: '周敏',
    loginName: 'zhoumin',
    password: PASSWORD,
  });
  const [region] = (await admin.call('region.list', {})).rows;
  if (region === undefined) throw new Error('the first administrator has no region');
  const school = (name: string, kind: 'central' | 'teachingPoint', officialCode: string) =>
    admin.call('school.add', { regionId: region.id, name, kind, officialCode, phone: '' });
  const leading = await school('云溪县实验小学', 'central', 'C01');
  const lectureRoom = await admin.call('room.add', {
    schoolId: leading.id,
    name: '录播教室',
    ends: ['lecture'],
    phone: '',
  });
  const teacher = (name: string, loginName: string) =>
    admin.call('person.add', {
      name,
      schoolId: leading.id,
      phone: '',
      roles: [{ role: 'lecturer', scope: { kind: 'school', schoolId: leading.id } }],
      login: { loginName, password: PASSWORD },
    });
  const lecturerPerson = await teacher('陈老师', 'chen');
  await teacher('何老师', 'he');
  const points: Point[] = [];
  for (let index = 0; index < pointCount; index += 1) {
    const name = POINTS[index] ?? `第${index + 1}教学点`;
    const point = await school(name, 'teachingPoint', `P0${index + 1}`);
    const room = await admin.call('room.add', {
      schoolId: point.id,
      name: '一号教室',
      ends: ['listening'],
      phone: '13800000000',
    });
    await admin.call('class.add', {
      schoolId: point.id,
      name: '三年级',
      grade: '三年级',
      enrolledCount: 20 + index,
      homeRoomId: room.id,
    });
    const need = await admin.call('need.add', {
      schoolId: point.id,
      subject: '音乐',
      grade: '三年级',
      periodsPerWeek: 2,
      reason: '没有音乐教师',
      status: { state: 'inForce' },
    });
    await admin.call('link.add', {
      fromSchoolId: leading.id,
      toSchoolId: point.id,
      needId: need.id,
      subject: '音乐',
      grade: '三年级',
      periodsPerWeek: 2,
      label: '',
    });
    points.push({ schoolId: point.id, roomId: room.id, name });
  }
  return {
    admin,
    lecturer: await signIn(product.url, 'chen'),
    lecturerId: lecturerPerson.id,
    colleague: await signIn(product.url, 'he'),
    leadingSchoolId: leading.id,
    lectureRoomId: lectureRoom.id,
    points,
  };
}

export async function signIn(url: string, loginName: string): Promise<Api> {
  const api = createApi(url);
  await api.call('login.create', { loginName, password: PASSWORD });
  return api;
}

export type PlannedLesson = { readonly lessonId: LessonId; readonly sessionId: SessionId };

/** A planned lesson that starts `inMinutes` from now by the county's clock. */
export async function planLesson(
  county: County,
  inMinutes: number,
  durationMinutes = 40,
  mode: LessonMode = 'interactive',
): Promise<PlannedLesson> {
  const start = new Date(Date.now() + inMinutes * 60_000 + 8 * 3_600_000);
  return county.admin.call('lesson.plan', {
    kind: 'delivery',
    mode,
    subject: '音乐',
    grade: '三年级',
    localDate: start.toISOString().slice(0, 10) as never,
    startMinute: start.getUTCHours() * 60 + start.getUTCMinutes(),
    durationMinutes,
    lecturerId: county.lecturerId,
    lectureRoomId: county.lectureRoomId,
    linkId: null,
    roomIds: county.points.map((point) => point.roomId),
  });
}

/** Pairs a screen the way two people do: it shows a code, an administrator types it. @returns its start address */
export async function pairScreen(product: Product, county: County, point: Point): Promise<string> {
  const screen = createApi(product.url);
  const { code } = await screen.call('device.announce', {});
  const { key } = await county.admin.call('device.pair', { code, roomId: point.roomId });
  return `${product.url}/screen#key=${key}`;
}
