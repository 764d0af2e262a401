import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { uuidV7 } from '../../shared/kernel/ids.ts';
import { answerFrame } from '../../shared/wire/requests.ts';
import { connectAs } from '../fault/teacher.ts';
import { type County, makeCounty, type PlannedLesson, planLesson } from '../support/county.ts';
import { type Product, startProduct } from '../support/product.ts';
import { isSignedWith, type Received, startReceiver } from '../support/receiver.ts';

let product: Product;
let county: County;
let receiver: Awaited<ReturnType<typeof startReceiver>>;
let regionId = '';
beforeAll(async () => {
  receiver = await startReceiver();
  product = await startProduct({ env: { WEBHOOK_LOCAL_HOSTS: '127.0.0.1' } });
  county = await makeCounty(product, 2);
  regionId = (await county.admin.call('region.list', {})).rows[0]?.id ?? '';
});
afterAll(async () => {
  await product?.stop();
  await receiver?.stop();
});

const soon = { timeout: 15_000, interval: 50 };
const wish = (url: string, more: object = {}) => ({
  ...{ name: '县办公平台', url, scopeKind: 'region' as const, scopeId: regionId },
  events: ['session.ended' as const, 'session.settled' as const, 'snapshot.frozen' as const],
  ...more,
});
const of = (type: string): Received[] => receiver.received.filter((each) => each.type === type);

async function hold(lesson: PlannedLesson): Promise<void> {
  const socket = await connectAs(product.url, county.lecturer);
  const ask = async (name: string, more: object = {}) => {
    const frame = {
      body: { sessionId: lesson.sessionId, ...more },
      commandId: uuidV7(Date.now(), randomBytes(10)),
    };
    const answer = answerFrame.parse(await socket.timeout(5_000).emitWithAck(name, frame));
    if (!answer.ok) throw new Error(`${name}: ${answer.error.code}`);
  };
  await ask('session.join');
  await ask('session.start');
  await ask('session.end');
  socket.disconnect();
}

test('addresses of our own network, without https, or with a password in them are not told', async () => {
  for (const url of ['https://10.0.0.1/', 'http://oa.example/', 'https://[::1]/', 'http://localhost/'])
    await expect(county.admin.call('webhook.add', wish(url))).rejects.toMatchObject({
      code: 'INVALID_VALUE',
    });
  for (const url of ['nowhere', 'ftp://oa.example/', 'https://user:secret@oa.example/'])
    await expect(county.admin.call('webhook.add', wish(url))).rejects.toMatchObject({
      code: 'INVALID_VALUE',
    });
  for (const more of [{ events: [] }, { name: '' }, { scopeId: 'x' }])
    await expect(county.admin.call('webhook.add', wish(receiver.url, more))).rejects.toMatchObject({
      code: 'BAD_REQUEST',
    });
  await expect(county.lecturer.call('webhook.add', wish(receiver.url))).rejects.toMatchObject({
    code: 'FORBIDDEN',
  });
  const elsewhere = { scopeId: '01890000-0000-7000-8000-00000000000f' };
  await expect(county.admin.call('webhook.add', wish(receiver.url, elsewhere))).rejects.toMatchObject({
    code: 'NOT_FOUND',
  });
});

test('a lesson’s end, its attendance and a frozen report are told once, signed, to whom they concern', async () => {
  const [point, other] = county.points;
  if (point === undefined || other === undefined) throw new Error('no points');
  const whole = await county.admin.call('webhook.add', wish(receiver.url));
  const one = await county.admin.call(
    'webhook.add',
    wish(receiver.url, { scopeKind: 'school', scopeId: point.schoolId, events: ['session.settled'] }),
  );
  const tried = await county.admin.call('webhook.test', { webhookId: whole.id });
  expect(tried.state.state).toBe('sent');
  const [test] = of('test');
  expect(test && isSignedWith(whole.secret, test) && !isSignedWith(one.secret, test)).toBe(true);

  const lesson = await planLesson(county, 1);
  await hold(lesson);
  await expect.poll(() => [of('session.ended').length, of('session.settled').length], soon).toEqual([1, 2]);
  const [ended] = of('session.ended');
  expect(ended?.data).toMatchObject({ sessionId: lesson.sessionId, leadingSchoolName: '云溪县实验小学' });
  const settled = of('session.settled');
  const rooms = settled.map(({ data }) => data['rooms'] as { schoolId: string; valid: boolean }[]);
  expect(rooms.map((each) => each.length).sort()).toEqual([1, 2]);
  expect(rooms.find((each) => each.length === 1)?.[0]).toMatchObject({
    schoolId: point.schoolId,
    valid: false,
  });
  expect(new Set(receiver.received.map(({ id }) => id)).size).toBe(receiver.received.length);
  expect(JSON.stringify(receiver.received.map(({ body }) => body))).not.toMatch(
    /陈老师|何老师|周敏|13800000000/,
  );

  await county.admin.call('webhook.pause', { webhookId: whole.id, paused: true });
  const today = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);
  const snapshot = await county.admin.call('snapshot.make', { kind: 'month', date: today as never });
  const waiting = async () =>
    (await county.admin.call('webhook.list', {})).webhooks.find(({ id }) => id === whole.id)?.waitingCount;
  await expect.poll(waiting, soon).toBe(1);
  expect(of('snapshot.frozen')).toEqual([]);
  await county.admin.call('webhook.pause', { webhookId: whole.id, paused: false });
  await expect.poll(() => of('snapshot.frozen').length, soon).toBe(1);
  expect(of('snapshot.frozen')[0]?.data).toMatchObject({ snapshotId: snapshot.id, provisional: true });
});

test('a letter that is not taken is shown with why; an address is removed with what waits', async () => {
  receiver.answerWith(500);
  const { id, secret } = await county.admin.call('webhook.add', wish(receiver.url));
  const tried = await county.admin.call('webhook.test', { webhookId: id });
  expect(tried.state).toMatchObject({ state: 'dead', failure: { reason: 'status', status: 500 } });
  await hold(await planLesson(county, 1));
  const deliveries = async () =>
    (await county.admin.call('webhook.deliveries', { webhookId: id })).deliveries;
  await expect
    .poll(
      async () =>
        (await deliveries()).filter(({ tryCount, event }) => event !== 'test' && tryCount > 0).length,
      soon,
    )
    .toBeGreaterThan(0);
  receiver.answerWith(204);
  await county.admin.call('webhook.resend', { webhookId: id, deliveryId: tried.id });
  await expect
    .poll(async () => (await deliveries()).find((each) => each.id === tried.id)?.state.state, soon)
    .toBe('sent');
  await expect(
    county.admin.call('webhook.resend', { webhookId: id, deliveryId: tried.id }),
  ).rejects.toMatchObject({
    code: 'NOT_FOUND',
  });
  const listed = await county.admin.call('webhook.list', {});
  expect(JSON.stringify(listed)).not.toContain(secret);
  expect(JSON.stringify(listed)).not.toContain('not-shown');
  expect(product.output()).not.toContain('not-shown');
  await county.admin.call('webhook.remove', { webhookId: id });
  await expect(county.admin.call('webhook.deliveries', { webhookId: id })).rejects.toMatchObject({
    code: 'NOT_FOUND',
  });
  expect((await county.admin.call('xapi.read', {})).lrs).toBeNull();
  const { entries } = await county.admin.call('audit.list', { subjectId: id });
  expect(entries.map(({ action }) => action)).toEqual([
    'webhook.remove',
    'webhook.resend',
    'webhook.test',
    'webhook.add',
  ]);
});
