import { setTimeout as pause } from 'node:timers/promises';
import type { StreamId } from '../../shared/kernel/ids.ts';
import { type Figure, report } from '../support/figures.ts';
import { watchForeignTime } from '../support/foreign-time.ts';
import { type Act, openActs } from './off-stage.acts.ts';
import { type Cast, type Trick, tricks } from './off-stage.tricks.ts';

/** A second of voice after every trick, and as long as its last packets may be on their way. */
const PACKETS = 50;
const TAIL_MS = 300;
const RUSH = 20;
/** Whoever may be heard is: else nothing would have been shown by hearing nobody. */
const CONTROL_RATIO = 0.99;

type Row = {
  readonly act: string;
  readonly when: 'never called' | 'released';
  readonly trick: string;
  /** What the server said to each request. */
  readonly answers: readonly (string | null)[];
  readonly granted: number;
  readonly consumers: number;
  readonly packets: number;
};

/** Clients that somebody has changed try to be heard without being on stage; everybody else counts what reaches them. */
export async function offStage(): Promise<boolean> {
  const others = watchForeignTime();
  const rows: Row[] = [];
  const controls: { act: string; listener: string; ratio: number }[] = [];
  for (const open of openActs) {
    const act = await open();
    try {
      rows.push(...(await tryAll(act, 'never called')));
      if (act.callable) {
        controls.push(...(await control(act)));
        rows.push(...(await tryAll(act, 'released')));
      }
    } finally {
      await act.close();
    }
  }
  const sum = (of: (row: Row) => number) => rows.reduce((total, row) => total + of(row), 0);
  const acts = new Set(rows.map(({ act }) => act)).size;
  const figures: Figure[] = [
    {
      name: `voice packets of who is not on stage, at everybody else, after ${rows.length} tricks of ${acts} clients`,
      value: sum(({ packets }) => packets),
      unit: 'packets',
      goal: { atMost: 0 },
    },
    {
      name: 'streams that they were granted',
      value: sum(({ granted }) => granted),
      unit: 'streams',
      goal: { atMost: 0 },
    },
    {
      name: 'consumers that others were given of what they may not have',
      value: sum(({ consumers }) => consumers),
      unit: 'consumers',
      goal: { atMost: 0 },
    },
    {
      name: `voice of the same rooms while they were called, worst of ${controls.length} listeners`,
      value: controls.length === 0 ? null : Math.min(...controls.map(({ ratio }) => ratio)),
      unit: '',
      goal: { atLeast: CONTROL_RATIO },
    },
  ];
  return report('off-stage', figures, { rows, controls, foreign: others() });
}

async function tryAll(act: Act, when: Row['when']): Promise<readonly Row[]> {
  const rows: Row[] = [];
  const possible = tricks.filter(({ needs }) => needs?.(act.cast) ?? true);
  for (const trick of possible) rows.push({ act: act.name, when, ...(await tryOne(act, trick)) });
  return rows;
}

async function tryOne({ cast }: Act, trick: Trick): Promise<Omit<Row, 'act' | 'when'>> {
  const { bold, listeners } = cast;
  const known = bold.streams.length;
  const answers = await trick.play(cast);
  const before = heardNow(cast);
  let consumers = 0;
  for (const listener of listeners) {
    const hidden = hiddenFrom(cast, listener);
    const given = await listener.ask(hidden);
    consumers += given.length;
    if (given.length > 0) await listener.tuneIn(hidden);
  }
  await bold.speak(PACKETS);
  await pause(TAIL_MS);
  const granted = bold.streams.length - known;
  return { trick: trick.name, answers, granted, consumers, packets: heardNow(cast) - before };
}

/** Its voices, and its picture from whoever sees rooms only on stage. */
function hiddenFrom({ bold }: Cast, { client }: Cast['listeners'][number]): readonly StreamId[] {
  const seesRooms = !['room', 'viewer'].includes(client.joined.part);
  return [...bold.streams, ...(bold.camera === null || seesRooms ? [] : [bold.camera])];
}

const heardNow = ({ bold, listeners }: Cast): number =>
  listeners.reduce((sum, listener) => sum + listener.heard(bold.streams), 0);

/** Called, it is heard by all; then it is released, and goes on for a moment as if it had not heard of it. */
async function control({ name, cast }: Act) {
  const { bold, leader, listeners, sessionId } = cast;
  const stage = { sessionId, seat: bold.client.joined.seat };
  const called = await leader.ask('stage.call', stage);
  const refused = called ?? (await bold.publish('voice'));
  if (refused !== null) throw new Error(`${name} could not be heard when called: ${refused}`);
  const voice = bold.streams.slice(-1);
  for (const listener of listeners)
    if ((await listener.tuneIn(voice)).length === 0) throw new Error(`${listener.name} got no consumer`);
  await bold.speak(PACKETS);
  await pause(TAIL_MS);
  const ratios = listeners.map((listener) => ({
    act: name,
    listener: listener.name,
    ratio: listener.heard(voice) / PACKETS,
  }));
  // What it asks for at the very moment in which its right ends is granted or not; heard it is not afterwards.
  await Promise.all([
    leader.ask('stage.release', stage),
    ...Array.from({ length: RUSH }, () => bold.publish('voice')),
  ]);
  // What is on its way at this moment may still arrive; from here on everything is counted against it.
  await pause(TAIL_MS);
  return ratios;
}
