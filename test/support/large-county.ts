import { createDirectoryStore } from '../../server/directory/directory.store.ts';
import { createClock } from '../../server/platform/clock.ts';
import { openDatabase } from '../../server/platform/database.ts';
import { createNewId } from '../../server/platform/ids.ts';
import type { Database } from '../../server/platform/ports.ts';
import type { RegionId, SchoolId } from '../../shared/kernel/ids.ts';
import { localDate } from '../../shared/kernel/time.ts';

export type Size = { readonly schools: number; readonly rooms: number; readonly staff: number };

const FAMILY =
  '王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎';
const GIVEN =
  '伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀兰霞平刚桂英华玉萍红玲建国文云溪重庆乐长行雨欣浩宇子涵梓轩';
const PLACES = '云溪石桥柳湾白马岭南坪李家沟清水河青山绿竹红岩大田小坝高坡长岭新民永安太平双龙金鸡银杏';
const NOTE = { by: 'bench', validFrom: localDate.parse('2026-09-01') };
/** A township of about this many schools. */
const SCHOOLS_PER_TOWN = 20;

const pick = (text: string, index: number): string => text.charAt(index % text.length);

/** Fills the registers of a province's size beside what a fresh server has made, straight into its database. */
export async function enterLargeCounty(databaseUrl: string, size: Size): Promise<void> {
  const { database, close } = openDatabase(databaseUrl);
  const clock = createClock();
  const store = createDirectoryStore({ database, clock, newId: createNewId(clock) });
  const write = <T>(work: (trx: Database) => Promise<T>) => database.transaction().execute(work);
  try {
    const root = [...(await store.regions.list())].find((each) => each.fields.parentId === null);
    if (root === undefined) throw new Error('the tree has no root');
    const towns: RegionId[] = [];
    const schools: SchoolId[] = [];
    await write(async (trx) => {
      for (let index = 0; index < size.schools / SCHOOLS_PER_TOWN; index += 1) {
        const name = `${placeName(index)}乡`;
        const fields = { parentId: root.id, level: 'township' as const, name, officialCode: '', zone: null };
        towns.push((await store.regions.add(fields, NOTE, trx)).id);
      }
      for (let index = 0; index < size.schools; index += 1) {
        const regionId = towns[index % towns.length] ?? root.id;
        const isPoint = index % 5 !== 0;
        const fields = {
          regionId,
          name: `${placeName(index)}${isPoint ? '教学点' : '中心小学'}`,
          kind: isPoint ? ('teachingPoint' as const) : ('central' as const),
          officialCode: String(3_600_000_000 + index),
          phone: '',
        };
        schools.push((await store.schools.add(fields, NOTE, trx)).id);
      }
    });
    const schoolOf = (index: number) => schools[index % schools.length] ?? missing();
    await write(async (trx) => {
      for (let index = 0; index < size.rooms; index += 1)
        await store.rooms.add(
          { schoolId: schoolOf(index), name: `${(index % 6) + 1}年级教室`, ends: ['listening'], phone: '' },
          NOTE,
          trx,
        );
    });
    await write(async (trx) => {
      for (let index = 0; index < size.staff; index += 1) {
        const schoolId = schoolOf(index);
        const scope = { kind: 'school' as const, schoolId };
        await store.people.add(
          {
            name: `${pick(FAMILY, index)}${pick(GIVEN, index * 7)}${pick(GIVEN, index * 13 + 5)}`,
            schoolId,
            phone: '',
            staffCode: `T${index}`,
            roles: [{ role: index % 3 === 0 ? 'lecturer' : 'localTeacher', scope }],
          },
          NOTE,
          trx,
        );
      }
    });
  } finally {
    await close();
  }
}

const placeName = (index: number): string =>
  `${pick(PLACES, index)}${pick(PLACES, index * 3 + 1)}${pick(PLACES, Math.floor(index / PLACES.length) + 2)}`;

function missing(): never {
  throw new Error('there is no school');
}
