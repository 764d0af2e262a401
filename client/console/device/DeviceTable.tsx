import type { TableColumnsType } from 'antd';
import type { DeviceCard } from '../../../shared/device.ts';
import type { DeviceId } from '../../../shared/kernel/ids.ts';
import { dateTimeText } from '../shell/format.ts';
import { PaperTable } from '../shell/PaperTable.tsx';
import { type ConsoleText, useLanguage, useText } from '../text.ts';
import { CheckWords, LineWords } from './CheckWords.tsx';
import { DeviceActions } from './DeviceActions.tsx';
import { DevicePlaces } from './DevicePlaces.tsx';
import { LONG_UNSEEN_DAYS, troublesOf } from './device.model.ts';

type TableProps = {
  readonly devices: readonly DeviceCard[];
  readonly chosen: readonly DeviceId[];
  readonly onChoose: (chosen: readonly DeviceId[]) => void;
  readonly nowMs: number;
  readonly empty: string;
};

export function DeviceTable({ devices, chosen, onChoose, nowMs, empty }: TableProps) {
  const t = useText();
  return (
    <PaperTable
      label={t('device.title')}
      rowKey="deviceId"
      columns={columnsOf(t, nowMs)}
      rows={devices}
      minWidthPx={1080}
      empty={empty}
      selection={{
        selectedRowKeys: [...chosen],
        onChange: (_, rows) => onChoose(rows.map(({ deviceId }) => deviceId)),
        getCheckboxProps: ({ revoked, room }) => ({
          disabled: revoked,
          'aria-label': t('device.choose', { school: room.schoolName, room: room.name }),
        }),
        getTitleCheckboxProps: () => ({ 'aria-label': t('device.chooseAll') }),
      }}
    />
  );
}

const wordsOf = ({ room, name }: DeviceCard): string => `${room.schoolName} ${room.name} ${name}`;

const columnsOf = (t: ConsoleText, nowMs: number): TableColumnsType<DeviceCard> => [
  {
    title: t('device.room'),
    key: 'room',
    sorter: (a, b) => wordsOf(a).localeCompare(wordsOf(b), 'zh'),
    render: (_, { room, name, kind }) => (
      <>
        <strong>{room.schoolName}</strong>
        <div className="quiet">{room.name}</div>
        <span className={`device-kind device-kind-${kind}`}>{t(`device.kind.${kind}`)}</span>
        {name !== '' && <div>{name}</div>}
      </>
    ),
  },
  {
    title: t('device.state'),
    key: 'state',
    sorter: (a, b) => seenAtMs(a) - seenAtMs(b),
    render: (_, device) => <DeviceState device={device} nowMs={nowMs} />,
  },
  {
    title: t('device.from'),
    key: 'from',
    render: (_, device) => (
      <>
        <DevicePlaces device={device} />
        <MadeBy device={device} />
      </>
    ),
  },
  {
    title: t('device.lastCheck'),
    key: 'check',
    sorter: (a, b) => (a.lastCheck?.atMs ?? 0) - (b.lastCheck?.atMs ?? 0),
    render: (_, device) => <CheckWords device={device} nowMs={nowMs} />,
  },
  {
    title: t('device.line'),
    key: 'line',
    sorter: (a, b) => (a.line?.lossRatio ?? -1) - (b.line?.lossRatio ?? -1),
    render: (_, device) => <LineWords device={device} />,
  },
  {
    title: t('app.actions'),
    key: 'actions',
    render: (_, device) => (device.revoked ? null : <DeviceActions device={device} />),
  },
];

const seenAtMs = ({ online, lastSeenAtMs }: DeviceCard): number =>
  online ? Number.MAX_SAFE_INTEGER : (lastSeenAtMs ?? 0);

function DeviceState({ device, nowMs }: { readonly device: DeviceCard; readonly nowMs: number }) {
  const t = useText();
  const locale = useLanguage((language) => language.locale);
  const state = stateOf(device);
  const { online, lastSeenAtMs } = device;
  return (
    <>
      <span className={`state state-device-${state}`}>
        <span aria-hidden="true" className="state-sign">
          <span className={state === 'online' ? 'sign-dot' : 'sign-ring'} />
        </span>
        {t(`device.${state}`)}
      </span>
      {!online && lastSeenAtMs !== null && <div className="quiet">{dateTimeText(lastSeenAtMs, locale)}</div>}
      {troublesOf(device, nowMs).includes('longUnseen') && (
        <div>{t('device.trouble.longUnseen', { days: LONG_UNSEEN_DAYS })}</div>
      )}
    </>
  );
}

function stateOf({ revoked, doubt, online, lastSeenAtMs }: DeviceCard) {
  if (revoked) return 'revoked';
  if (doubt !== null) return 'twice';
  if (online) return 'online';
  return lastSeenAtMs === null ? 'notStarted' : 'offline';
}

function MadeBy({ device }: { readonly device: DeviceCard }) {
  const t = useText();
  const { kind, launcher, version } = device;
  return (
    <div className="quiet">
      {kind === 'lecturePc' && t('device.byAnswer')}
      {kind === 'screen' &&
        (launcher === null
          ? t('device.byCode')
          : t('device.byLauncher', { platform: t(`device.platform.${launcher}`) }))}
      {version !== null && (
        <>
          <br />
          {t('device.wire', { version: version.wire })}
        </>
      )}
    </div>
  );
}
