import type { Page } from 'playwright-core';
import { io } from 'socket.io-client';
import type { PersonId, SessionId } from '../../shared/kernel/ids.ts';
import { type ShownCode, shownCode } from '../../shared/phone.ts';
import { phoneZhCn } from '../../shared/text/phone.zh-CN.ts';
import { answerFrame } from '../../shared/wire/requests.ts';
import { WIRE_VERSION } from '../../shared/wire/version.ts';
import { createApi } from './api.ts';
import { type Browser, startChromium } from './chromium.ts';
import type { County, Point } from './county.ts';
import type { Screen } from './stage.ts';

export const phoneSays = phoneZhCn;
const PHONE_SIZE = { width: 390, height: 844 };
export const HELPER = { name: '杨老师', pin: '2580' } as const;

/** A local teacher of a point, with a PIN as its administrator sets it. */
export async function addHelper(county: County, point: Point): Promise<PersonId> {
  const { id } = await county.admin.call('person.add', {
    name: HELPER.name,
    schoolId: point.schoolId,
    phone: '',
    roles: [{ role: 'localTeacher', scope: { kind: 'school', schoolId: point.schoolId } }],
  });
  await county.admin.call('person.setPin', { personId: id, pin: HELPER.pin });
  return id;
}

/** The code that a room's screen shows now, asked for the way a second screen of the room does. */
export async function codeShownBy(
  { address }: Pick<Screen, 'address'>,
  sessionId: SessionId,
): Promise<ShownCode> {
  const { origin, hash } = new URL(address);
  const api = createApi(origin);
  await api.call('device.exchange', { key: new URLSearchParams(hash.slice(1)).get('key') ?? '' });
  const cookie = api
    .cookies()
    .map(({ name, value }) => `${name}=${value}`)
    .join('; ');
  const socket = io(origin, {
    auth: { version: WIRE_VERSION, door: 'screen' },
    transports: ['websocket'],
    extraHeaders: { cookie, origin },
    reconnection: false,
  });
  try {
    const answer = answerFrame.parse(
      await socket.timeout(10_000).emitWithAck('phone.code', { body: { sessionId } }),
    );
    if (!answer.ok) throw new Error(`phone.code was refused: ${answer.error.code}`);
    return shownCode.parse(answer.data);
  } finally {
    socket.disconnect();
  }
}

export type Phone = { readonly browser: Browser; readonly page: Page };

/** A phone that has just scanned a code. */
export async function scanCode(address: string, locale: 'zh-CN' | 'en' = 'zh-CN'): Promise<Phone> {
  const browser = await startChromium({ size: PHONE_SIZE, locale, camera: 'none' });
  return { browser, page: await browser.open(address) };
}

export const phoneButton = (page: Page, key: keyof typeof phoneZhCn, params: Record<string, number> = {}) =>
  page.getByRole('button', {
    name: Object.entries(params).reduce<string>(
      (words, [name, value]) => words.replace(`{${name}}`, String(value)),
      phoneZhCn[key],
    ),
  });

export async function typePin(page: Page, pin: string): Promise<void> {
  for (const digit of pin) await page.getByRole('button', { name: digit, exact: true }).click();
  await phoneButton(page, 'phone.who.enter').click();
}

/** Comes in as the point's local teacher. */
export async function enterAsHelper(page: Page): Promise<void> {
  await page.getByRole('button', { name: HELPER.name }).click();
  await typePin(page, HELPER.pin);
  await page.getByText(phoneZhCn['phone.count.title']).waitFor();
}
