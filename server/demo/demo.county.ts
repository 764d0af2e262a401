import type { StaffRole } from '../../shared/person.ts';
import type { SchoolKind } from '../../shared/school.ts';

/** Everything here is invented: the county, its schools and its people. Rooms are named by school and number, `music` by key. */
export const COUNTY_NAME = '云溪县（演示）';

export const townships = ['城关镇', '松坪乡', '白石乡', '青竹乡'] as const;
export type Township = (typeof townships)[number];

type DemoRoom = {
  readonly key: string;
  readonly name: string;
  readonly end: 'lecture' | 'listening';
  readonly home: { readonly name: string; readonly grade: string; readonly enrolledCount: number } | null;
};
type DemoSchool = {
  readonly key: string;
  readonly name: string;
  readonly kind: SchoolKind;
  readonly township: Township;
  readonly rooms: readonly DemoRoom[];
};

const home = (grade: string, enrolledCount: number, name = grade) => ({ name, grade, enrolledCount });
const studio = (school: string): DemoRoom => ({
  key: `${school}-studio`,
  name: '录播教室',
  end: 'lecture',
  home: null,
});

function point(key: string, name: string, township: Township, third: number, fifth?: number): DemoSchool {
  const first: DemoRoom = {
    key: `${key}-1`,
    name: '一号教室',
    end: 'listening',
    home: home('三年级', third),
  };
  const second = (count: number): DemoRoom => ({
    key: `${key}-2`,
    name: '二号教室',
    end: 'listening',
    home: home('五年级', count),
  });
  const rooms = fifth === undefined ? [first] : [first, second(fifth)];
  return { key, name, kind: 'teachingPoint', township, rooms };
}

export const schools: readonly DemoSchool[] = [
  {
    key: 'shiyan',
    name: '云溪县实验小学',
    kind: 'city',
    township: '城关镇',
    rooms: [
      studio('shiyan'),
      {
        key: 'shiyan-1',
        name: '三年级（1）班教室',
        end: 'listening',
        home: home('三年级', 34, '三年级（1）班'),
      },
    ],
  },
  {
    key: 'songping',
    name: '松坪乡中心小学',
    kind: 'central',
    township: '松坪乡',
    rooms: [studio('songping')],
  },
  { key: 'baishi', name: '白石乡中心小学', kind: 'central', township: '白石乡', rooms: [studio('baishi')] },
  point('taoshuwan', '桃树湾教学点', '松坪乡', 18),
  point('dagou', '大沟教学点', '松坪乡', 14),
  point('shuimo', '水磨教学点', '松坪乡', 21, 16),
  point('shimenkan', '石门坎教学点', '白石乡', 17, 13),
  point('yangjiaya', '杨家垭教学点', '白石乡', 22, 19),
  point('maliu', '麻柳教学点', '白石乡', 15),
  point('zhulin', '竹林教学点', '青竹乡', 20, 12),
  // Registered nothing: the coverage page must name it beside its figures.
  point('gaoling', '高岭教学点', '青竹乡', 12),
];

/** The same for everybody, and printed at start: it protects nothing. */
export const DEMO_PASSWORD = 'sanketang-demo';
/** Everybody's, for phones. */
export const DEMO_PIN = '2580';

type DemoPerson = {
  readonly key: string;
  readonly name: string;
  readonly role: StaffRole;
  /** Null: of the county's office. */
  readonly school: string | null;
  readonly loginName: string | null;
};
const localTeacher = (school: string, name: string): DemoPerson => ({
  key: `${school}-teacher`,
  name,
  role: 'localTeacher',
  school,
  loginName: null,
});

export const people: readonly DemoPerson[] = [
  { key: 'admin', name: '陈文静', role: 'admin', school: null, loginName: 'demo-admin' },
  { key: 'inspector', name: '邓守仁', role: 'inspector', school: null, loginName: 'demo-inspector' },
  { key: 'music', name: '何晓琴', role: 'lecturer', school: 'shiyan', loginName: 'demo-music' },
  { key: 'english', name: '罗雨桐', role: 'lecturer', school: 'songping', loginName: 'demo-english' },
  { key: 'science', name: '唐立春', role: 'lecturer', school: 'baishi', loginName: 'demo-science' },
  localTeacher('taoshuwan', '田桂芳'),
  localTeacher('dagou', '向明贵'),
  localTeacher('shuimo', '覃小红'),
  localTeacher('shimenkan', '龙建军'),
  localTeacher('yangjiaya', '杨春梅'),
  localTeacher('maliu', '石庆华'),
  localTeacher('zhulin', '彭秀英'),
  localTeacher('gaoling', '吴国富'),
];
