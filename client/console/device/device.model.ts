import {
  CHECK_TAKES_MS,
  type DeviceCard,
  type DeviceCheck,
  type DeviceCheckRecord,
  type DeviceKind,
  SERVICEABLE_DAYS,
  serviceable,
} from '../../../shared/device.ts';

const DAY_MS = 86_400_000;
/** Screens are switched off at night, over weekends and holidays. */
export const LONG_UNSEEN_DAYS = 7;
/** From here on speech breaks up whatever is done about it. */
const WEAK_LOSS_RATIO = 0.05;

export type DeviceTrouble = 'twice' | 'notStarted' | 'longUnseen' | 'checkFailed' | 'unchecked' | 'weakLine';

/** Why somebody should look after a screen, worst first. A revoked one is nobody's care any more. */
export function troublesOf(device: DeviceCard, nowMs: number): DeviceTrouble[] {
  if (device.revoked) return [];
  const { doubt, online, lastSeenAtMs, lastCheck, line } = device;
  if (!online && lastSeenAtMs === null) return ['notStarted'];
  const unseenMs = online || lastSeenAtMs === null ? 0 : nowMs - lastSeenAtMs;
  return [
    ...(doubt === null ? [] : (['twice'] as const)),
    ...(lastCheck?.passed === false ? (['checkFailed'] as const) : []),
    ...(unseenMs > LONG_UNSEEN_DAYS * DAY_MS ? (['longUnseen'] as const) : []),
    ...(lastCheck?.passed !== false && !serviceable(lastCheck, nowMs) ? (['unchecked'] as const) : []),
    ...(line !== null && line.lossRatio >= WEAK_LOSS_RATIO ? (['weakLine'] as const) : []),
  ];
}

/** How many of the devices in use passed a check lately: the serviceable rate 完好率, of all and of each kind. */
export function serviceableRate(devices: readonly DeviceCard[], nowMs: number) {
  const inUse = devices.filter(({ revoked }) => !revoked);
  const rateOf = (devices: readonly DeviceCard[]) => ({
    part: devices.filter(({ lastCheck }) => serviceable(lastCheck, nowMs)).length,
    whole: devices.length,
  });
  const of = (wanted: DeviceKind) => rateOf(inUse.filter(({ kind }) => kind === wanted));
  return { ...rateOf(inUse), screens: of('screen'), pcs: of('lecturePc'), days: SERVICEABLE_DAYS };
}

export type CheckState =
  | { readonly state: 'running' }
  | { readonly state: 'unanswered'; readonly askedAtMs: number }
  | { readonly state: 'never' }
  | { readonly state: 'passed' | 'old' | 'failed'; readonly check: DeviceCheckRecord };

/** What is to be said of a screen's checks now. */
export function checkStateOf({ checkAskedAtMs, lastCheck }: DeviceCard, nowMs: number): CheckState {
  if (checkAskedAtMs !== null && nowMs - checkAskedAtMs < CHECK_TAKES_MS) return { state: 'running' };
  if (checkAskedAtMs !== null) return { state: 'unanswered', askedAtMs: checkAskedAtMs };
  if (lastCheck === null) return { state: 'never' };
  if (!lastCheck.passed) return { state: 'failed', check: lastCheck };
  return { state: serviceable(lastCheck, nowMs) ? 'passed' : 'old', check: lastCheck };
}

/** Parts that did not work, in the order in which somebody looks after them. */
export const brokenParts = (check: DeviceCheck) =>
  (['camera', 'microphone', 'speaker'] as const).flatMap((part) => {
    const found = check[part];
    return found === 'ok' ? [] : [{ part, found }];
  });

/** `12`, `3.5`: megabits per second. */
export const megabitText = (bps: number): string =>
  bps >= 10_000_000 ? String(Math.round(bps / 1e6)) : (bps / 1e6).toFixed(1);

/** Rounded up: a line that loses something is none that loses nothing. */
export const lossText = (ratio: number): string => String(Math.ceil(ratio * 1_000 - 1e-9) / 10);

export type DeviceFilter = {
  readonly kind: DeviceKind | 'all';
  readonly attention: boolean;
  readonly search: string;
};

export function filtered(devices: readonly DeviceCard[], filter: DeviceFilter, nowMs: number): DeviceCard[] {
  const words = filter.search.trim().toLowerCase().split(/\s+/).filter(Boolean);
  return devices.filter((device) => {
    const { room, name, kind } = device;
    const text = `${room.schoolName} ${room.name} ${name}`.toLowerCase();
    return (
      (filter.kind === 'all' || filter.kind === kind) &&
      words.every((word) => text.includes(word)) &&
      (!filter.attention || troublesOf(device, nowMs).length > 0)
    );
  });
}
