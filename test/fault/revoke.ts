import { randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Socket } from 'socket.io-client';
import { type PersonId, uuidV7 } from '../../shared/kernel/ids.ts';
import { createApi } from '../support/api.ts';
import { type County, makeCounty, PASSWORD, type PlannedLesson, planLesson } from '../support/county.ts';
import { type Figure, report, worst } from '../support/figures.ts';
import { startPostgres } from '../support/postgres.ts';
import { type Product, startProduct } from '../support/product.ts';
import { connectAs, startTeacher, type Teacher } from './teacher.ts';

const TEACHERS = 30;
const ROUNDS = 3;
const CUT_OFF_MS = 2000;
/** How long somebody goes on trying with what they still hold. */
const LISTEN_MS = 3000;

type House = {
  readonly product: Product;
  readonly county: County;
  readonly lesson: PlannedLesson;
  readonly teachers: Teacher[];
};
type Way = { readonly name: string; strike(house: House, victim: Teacher): Promise<unknown> };

/** Four ways to lose what one had. Each is done while the rest go on asking. */
const ways: readonly Way[] = [
  {
    name: 'login revoked',
    strike: ({ county }, { personId }) => county.admin.call('login.revoke', { personId }),
  },
  {
    name: 'role withdrawn',
    strike: ({ county }, { personId, name }) =>
      county.admin.call('person.change', {
        changes: [
          {
            id: personId,
            expectedVersion: 1,
            fields: { name, schoolId: county.leadingSchoolId, phone: '', staffCode: '', roles: [] },
          },
        ],
      }),
  },
  {
    name: 'person closed',
    strike: ({ county }, { personId }) =>
      county.admin.call('person.close', {
        entries: [{ id: personId, expectedVersion: 1 }],
        reason: 'moved away',
      }),
  },
  {
    name: 'password set anew by a link',
    async strike({ county, product }, { personId, loginName }) {
      const { address } = await county.admin.call('invitation.create', { personId });
      const token = address.split('#token=')[1] ?? '';
      await createApi(product.url).call('invitation.accept', { token, loginName, password: 'another one' });
    },
  },
];

type Blow = {
  readonly way: string;
  /** From asking for it to the socket being down. */
  readonly downMs: number | null;
  /** Requests that were answered with something, sent after the blow was confirmed. */
  readonly servedAfter: number;
  readonly servedBefore: number;
};

/** People lose a sign-in, a role or everything in mid-lesson, and stubbornly go on asking by socket and over HTTP. */
export async function revoke(): Promise<boolean> {
  const sqlite = await measure({});
  const started = await startPostgres();
  if (started.state === 'skipped') {
    const missing: Figure = {
      name: 'the same on PostgreSQL',
      value: null,
      unit: 'ms',
      goal: { atMost: CUT_OFF_MS },
      why: started.reason,
    };
    return report('revoke', [...sqlite.figures, missing], { sqlite: sqlite.raw });
  }
  const { url, stop } = started.postgres;
  const postgres = await measure({ DATABASE_URL: url }).finally(stop);
  const named = (engine: string, { figures }: Measured) =>
    figures.map((each) => ({ ...each, name: `${engine}: ${each.name}` }));
  return report('revoke', [...named('SQLite', sqlite), ...named('PostgreSQL', postgres)], {
    sqlite: sqlite.raw,
    postgres: postgres.raw,
  });
}

type Measured = { readonly figures: readonly Figure[]; readonly raw: object };

async function measure(env: Record<string, string>): Promise<Measured> {
  const product = await startProduct({ env });
  try {
    const house = await furnish(product);
    const { teachers } = house;
    const blows: Blow[] = [];
    for (let round = 0; round < ROUNDS; round += 1)
      for (const way of ways) {
        const victim = teachers.shift();
        if (victim === undefined) throw new Error('nobody is left');
        blows.push(await strike(house, way, victim));
      }
    const others = await Promise.all(teachers.map((each) => each.stop()));
    return { figures: figuresOf(blows, others), raw: { blows, others } };
  } finally {
    await product.stop();
  }
}

async function strike(house: House, way: Way, victim: Teacher): Promise<Blow> {
  const atMs = Date.now();
  await way.strike(house, victim);
  const confirmedAtMs = Date.now();
  await pause(LISTEN_MS);
  const seen = await victim.stop();
  const down = seen.downAtMs.find((each) => each >= atMs);
  return {
    way: way.name,
    downMs: down === undefined ? null : down - atMs,
    servedAfter: seen.served.filter((sentAtMs) => sentAtMs > confirmedAtMs).length,
    servedBefore: seen.served.filter((sentAtMs) => sentAtMs < atMs).length,
  };
}

/** A lesson that runs, and a staff room full of teachers who sit in it. */
async function furnish(product: Product): Promise<House> {
  const county = await makeCounty(product, 2);
  const lesson = await planLesson(county, 1);
  const lead = await connectAs(product.url, county.lecturer);
  await ask(lead, 'session.join', { sessionId: lesson.sessionId });
  await ask(lead, 'session.start', { sessionId: lesson.sessionId });
  const teachers: Teacher[] = [];
  for (let n = 0; n < TEACHERS; n += 1) {
    const name = `老师${n}`;
    const loginName = `teacher${n}`;
    const { id } = await county.admin.call('person.add', {
      name,
      schoolId: county.leadingSchoolId,
      phone: '',
      roles: [{ role: 'localTeacher', scope: { kind: 'school', schoolId: county.leadingSchoolId } }],
      login: { loginName, password: PASSWORD },
    });
    teachers.push(
      await startTeacher(product.url, {
        personId: id as PersonId,
        name,
        loginName,
        lesson: lesson.sessionId,
      }),
    );
  }
  await pause(LISTEN_MS);
  return { product, county, lesson, teachers };
}

async function ask(socket: Socket, name: string, body: object): Promise<void> {
  const commandId = name === 'session.start' ? { commandId: uuidV7(Date.now(), randomBytes(10)) } : {};
  const answer: unknown = await socket.timeout(5000).emitWithAck(name, { body, ...commandId });
  if (!(answer as { ok?: boolean }).ok) throw new Error(`${name}: ${JSON.stringify(answer)}`);
}

function figuresOf(
  blows: readonly Blow[],
  others: readonly Awaited<ReturnType<Teacher['stop']>>[],
): Figure[] {
  const perWay = ways.flatMap(({ name }): Figure[] => {
    const own = blows.filter(({ way }) => way === name);
    const downs = own.map(({ downMs }) => downMs);
    const cut = downs.every((each) => each !== null) ? worst(downs.filter((each) => each !== null)) : null;
    return [
      {
        name: `${name}: socket cut, worst of ${ROUNDS}`,
        value: cut,
        unit: 'ms',
        goal: { atMost: CUT_OFF_MS },
      },
      {
        name: `${name}: requests served after, worst`,
        value: worst(own.map(({ servedAfter }) => servedAfter)),
        unit: 'requests',
        goal: { atMost: 0 },
      },
    ];
  });
  return [
    ...perWay,
    {
      name: 'requests served to each before it, least',
      value: Math.min(...blows.map(({ servedBefore }) => servedBefore)),
      unit: 'requests',
      goal: { atLeast: 20 },
    },
    {
      name: `sockets of ${others.length} others that went down`,
      value: others.reduce((sum, { downAtMs }) => sum + downAtMs.length, 0),
      unit: 'sockets',
      goal: { atMost: 0 },
    },
    {
      name: 'requests of others that were refused',
      value: others.reduce((sum, { refused }) => sum + refused, 0),
      unit: 'requests',
      goal: { atMost: 0 },
    },
  ];
}
