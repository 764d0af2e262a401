import { io } from 'socket.io-client';
import { phoneEntered, shownCode } from '../../shared/phone.ts';
import { answerFrame } from '../../shared/wire/requests.ts';
import { WIRE_VERSION } from '../../shared/wire/version.ts';
import { createApi } from './api.ts';
import type { County, PlannedLesson, Point } from './county.ts';
import type { Product } from './product.ts';
import { pairedScreen, type Sitter, sitDown } from './sitter.ts';

type PhoneWish = {
  readonly product: Product;
  readonly county: County;
  readonly lesson: PlannedLesson;
  readonly point: Point;
};

/** A substitute's phone that helps in a room, by signalling alone: it has scanned the code that a screen of the room shows. */
export async function joinByPhone({ product, county, lesson, point }: PhoneWish): Promise<Sitter> {
  const { sessionId } = lesson;
  const screen = await pairedScreen(product, county, point);
  const socket = io(product.url, {
    auth: { version: WIRE_VERSION, door: 'screen' },
    transports: ['websocket'],
    reconnection: false,
    forceNew: true,
    extraHeaders: {
      origin: product.url,
      cookie: screen
        .cookies()
        .map(({ name, value }) => `${name}=${value}`)
        .join('; '),
    },
  });
  const raw: unknown = await socket.timeout(5_000).emitWithAck('phone.code', { body: { sessionId } });
  socket.disconnect();
  const frame = answerFrame.parse(raw);
  if (!frame.ok) throw new Error(`no code: ${frame.error.code}`);
  const { code } = shownCode.parse(frame.data);
  const api = createApi(product.url);
  await api.call('phone.open', { code });
  phoneEntered.parse(await api.call('phone.enter', { as: { kind: 'substitute', name: '代课老师' } }));
  return sitDown({ api, url: product.url, sessionId, door: 'phone' });
}
