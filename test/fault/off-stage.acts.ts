import type { SeatPart } from '../../shared/session/session.events.ts';
import { type Api, createApi } from '../support/api.ts';
import { BoldClient } from '../support/bold-client.ts';
import { type County, makeCounty, type PlannedLesson, planLesson, signIn } from '../support/county.ts';
import { joinLightly, type LightWish, Listener } from '../support/light-client.ts';
import { type Product, startProduct } from '../support/product.ts';
import { makeMasterLesson } from '../support/seminar.ts';
import { pairedScreen } from '../support/sitter.ts';
import type { Cast } from './off-stage.tricks.ts';

/** One lesson in which one client was changed. */
export type Act = {
  readonly name: string;
  readonly cast: Cast;
  /** Whether it can be called on stage at all. */
  readonly callable: boolean;
  close(): Promise<void>;
};

const VOICE_SSRC = 40_000;
const TWIN_SSRC = 50_000;
const THIRD_SSRC = 60_000;

type Closers = (() => Promise<void> | void)[];
type Wish = { readonly name: string; readonly callable: boolean };

async function perform(
  { name, callable }: Wish,
  play: (product: Product, closers: Closers) => Promise<Cast>,
): Promise<Act> {
  const closers: Closers = [];
  const close = async () => {
    for (const each of closers.splice(0).reverse()) await each();
  };
  try {
    const product = await startProduct();
    closers.push(() => product.stop());
    return { name, callable, cast: await play(product, closers), close };
  } catch (cause) {
    await close();
    throw cause;
  }
}

function houseOf(product: Product, lesson: PlannedLesson, closers: Closers) {
  const { sessionId } = lesson;
  const join = async (wish: Omit<LightWish, 'url' | 'sessionId'>, part: SeatPart) => {
    const client = await joinLightly({ ...wish, url: product.url, sessionId }, part);
    closers.push(() => client.sitter.leave());
    return client;
  };
  const listen = async (wish: Omit<LightWish, 'url' | 'sessionId'>, part: SeatPart) => {
    const listener = new Listener(await join(wish, part));
    closers.push(() => listener.close());
    return listener;
  };
  const bold = async (wish: Omit<LightWish, 'url' | 'sessionId'>, part: SeatPart, ssrc = VOICE_SSRC) => {
    const client = new BoldClient(await join(wish, part), ssrc);
    closers.push(() => client.close());
    return client;
  };
  return { join, listen, bold };
}

/** Its transports stand, and what it may send at any time is there. */
async function ready(bold: BoldClient, mayShow: boolean): Promise<void> {
  const refused = (await bold.renew()) ?? (mayShow ? await bold.publish('camera', bold.picture) : null);
  if (refused !== null) throw new Error(`${bold.client.name} got no media: ${refused}`);
}

/** The changed client, the way to its second connection, and the way back when that has cost it its first. */
async function changed(
  { join, bold }: ReturnType<typeof houseOf>,
  own: Omit<LightWish, 'url' | 'sessionId'>,
  { part, mayShow = false }: { readonly part: SeatPart; readonly mayShow?: boolean },
): Promise<Pick<Cast, 'bold' | 'twin' | 'again'>> {
  const client = await bold(own, part);
  await ready(client, mayShow);
  return {
    bold: client,
    twin: () => bold(own, part, TWIN_SSRC),
    again: async () => {
      client.client.sitter.leave();
      client.client = await join(own, part);
      await ready(client, mayShow);
    },
  };
}

type Rooms = { readonly own: Api; readonly listening: Api; readonly called: Api };

/** Screens of the first three rooms: the changed one, one that listens, and one that may be called meanwhile. */
async function screensOf(product: Product, county: County): Promise<Rooms> {
  const [own, listening, called] = await Promise.all(
    county.points.map((point) => pairedScreen(product, county, point)),
  );
  if (own === undefined || listening === undefined || called === undefined)
    throw new Error('three rooms are needed');
  return { own, listening, called };
}

/** A room of a lesson with a stage; `more` are those who listen beside the lecturer and another room. */
async function roomOnStage(
  {
    product,
    lesson,
    screens,
    lecturer: api,
  }: { product: Product; lesson: PlannedLesson; screens: Rooms; lecturer: Api },
  closers: Closers,
  more: (house: ReturnType<typeof houseOf>) => Promise<readonly Listener[]>,
): Promise<Cast> {
  const { sessionId } = lesson;
  const house = houseOf(product, lesson, closers);
  const lecturer = await house.listen({ name: 'lecturer', api }, 'lecturer');
  const leader = lecturer.client.sitter;
  await leader.get('session.start', { sessionId });
  const otherRoom = await house.listen(
    { name: 'other room', api: screens.listening, door: 'screen' },
    'room',
  );
  const called = await house.bold(
    { name: 'third room', api: screens.called, door: 'screen' },
    'room',
    THIRD_SSRC,
  );
  await ready(called, false);
  const own = { name: 'room', api: screens.own, door: 'screen' } as const;
  const listeners = [lecturer, otherRoom, ...(await more(house))];
  const room = await changed(house, own, { part: 'room', mayShow: true });
  return { sessionId, ...room, listeners, leader, other: called.client.joined.seat };
}

const deliveryRoom = () =>
  perform({ name: 'a room in an interactive lesson', callable: true }, async (product, closers) => {
    const county = await makeCounty(product, 3);
    const lesson = await planLesson(county, 1);
    const screens = await screensOf(product, county);
    const colleague = await signIn(product.url, 'he');
    return roomOnStage({ product, lesson, screens, lecturer: county.lecturer }, closers, ({ listen }) =>
      Promise.all([
        listen({ name: 'assistant', api: colleague }, 'assistant'),
        listen({ name: 'inspector', api: county.admin, part: 'observer' }, 'observer'),
      ]),
    );
  });

/** 观摩: colleagues watch a lesson unseen. */
const observed = async (product: Product) => {
  const { county, lesson } = await makeMasterLesson(product, { mode: 'observation', points: 3 });
  return { county, lesson, screens: await screensOf(product, county) };
};

const observedRoom = () =>
  perform({ name: 'a room in an observed lesson', callable: true }, async (product, closers) => {
    const { county, lesson, screens } = await observed(product);
    const song = await signIn(product.url, 'song');
    return roomOnStage(
      { product, lesson, screens, lecturer: county.lecturer },
      closers,
      async ({ listen }) => [await listen({ name: 'observing member', api: song }, 'observer')],
    );
  });

const observingMember = () =>
  perform({ name: 'a member who observes', callable: false }, async (product, closers) => {
    const { county, lesson, screens } = await observed(product);
    const { sessionId } = lesson;
    const house = houseOf(product, lesson, closers);
    const { listen } = house;
    const lecturer = await listen({ name: 'lecturer', api: county.lecturer }, 'lecturer');
    const leader = lecturer.client.sitter;
    await leader.get('session.start', { sessionId });
    const room = await listen({ name: 'room', api: screens.listening, door: 'screen' }, 'room');
    const gao = await signIn(product.url, 'gao');
    const colleague = await listen({ name: 'other member', api: gao }, 'observer');
    const song = { name: 'member', api: await signIn(product.url, 'song') };
    const member = await changed(house, song, { part: 'observer' });
    return { sessionId, ...member, listeners: [lecturer, room, colleague], leader, other: null };
  });

/** 直播: nothing comes back, neither from rooms nor from who watches by the link. */
const live = (who: 'viewer' | 'room') =>
  perform({ name: `a ${who} in a live lesson`, callable: false }, async (product, closers) => {
    const county = await makeCounty(product, 3);
    const lesson = await planLesson(county, 1, 40, 'live');
    const { sessionId } = lesson;
    const screens = await screensOf(product, county);
    const house = houseOf(product, lesson, closers);
    const { listen } = house;
    const lecturer = await listen({ name: 'lecturer', api: county.lecturer }, 'lecturer');
    const leader = lecturer.client.sitter;
    await leader.get('session.start', { sessionId });
    const { address } = await county.lecturer.call('watch.link', { sessionId, origin: product.url });
    const viewer = async (name: string) => {
      const api = createApi(product.url);
      await api.call('watch.open', { token: address.split('#')[1] ?? '' });
      return { name, api, door: 'watch' } as const;
    };
    const room = await listen({ name: 'other room', api: screens.listening, door: 'screen' }, 'room');
    const watching = await listen(await viewer('other viewer'), 'viewer');
    const own =
      who === 'viewer'
        ? await viewer('viewer')
        : ({ name: 'room', api: screens.own, door: 'screen' } as const);
    const client = await changed(house, own, { part: who });
    return { sessionId, ...client, listeners: [lecturer, room, watching], leader, other: null };
  });

export const openActs: readonly (() => Promise<Act>)[] = [
  deliveryRoom,
  observedRoom,
  observingMember,
  () => live('room'),
  () => live('viewer'),
];
