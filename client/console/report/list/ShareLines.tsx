import type { TableColumnsType } from 'antd';
import { Button } from 'antd';
import { Link } from 'react-router';
import type { z } from 'zod';
import type { pairLine, personLine, roomLine, schoolLine } from '../../../../shared/coverage/report.ts';
import type { SchoolId } from '../../../../shared/kernel/ids.ts';
import { PaperTable } from '../../shell/PaperTable.tsx';
import { useText } from '../../text.ts';
import { countText } from '../report.model.ts';
import { placeAddress, usePlace } from '../useReport.ts';
import { Bar } from '../Value.tsx';
import { Counts } from './Counts.tsx';

type SchoolLine = z.infer<typeof schoolLine>;
type RoomLine = z.infer<typeof roomLine>;
type PairLine = z.infer<typeof pairLine>;
type PersonLine = z.infer<typeof personLine>;

function SchoolLink({ id, name }: { readonly id: SchoolId; readonly name: string }) {
  const { search, place } = usePlace();
  return <Link to={placeAddress(search, { ...place, scope: { kind: 'school', id } })}>{name}</Link>;
}

/** Share and whether it counts: what lines of schools and rooms have in common. */
function useShareColumns<Line extends Pick<RoomLine, 'numerator' | 'denominator' | 'counts'>>() {
  const t = useText();
  const columns: TableColumnsType<Line> = [
    {
      title: t('report.fraction'),
      key: 'fraction',
      align: 'right',
      render: (_, line) => `${countText(line.numerator)} ÷ ${countText(line.denominator)}`,
    },
    {
      title: t('report.share'),
      key: 'share',
      width: 160,
      render: (_, line) => line.denominator > 0 && <Bar ratio={line.numerator / line.denominator} />,
    },
    { title: t('report.counts'), key: 'counts', render: (_, line) => <Counts counts={line.counts} /> },
  ];
  return columns;
}

export function SchoolLines({ lines }: { readonly lines: readonly SchoolLine[] }) {
  const t = useText();
  const share = useShareColumns<SchoolLine>();
  // Points that registered nothing have nothing to divide.
  const shares = lines.some(({ denominator }) => denominator > 0) ? share : [];
  return (
    <PaperTable
      label={t('report.schools')}
      rowKey="schoolId"
      columns={[
        {
          title: t('report.school'),
          key: 'school',
          render: (_, line) => <SchoolLink id={line.schoolId} name={line.schoolName} />,
        },
        { title: t('report.kind'), key: 'kind', render: (_, line) => t(`schoolKind.${line.schoolKind}`) },
        ...shares,
      ]}
      rows={lines}
      minWidthPx={620}
      paged={false}
      empty={t('report.list.empty')}
    />
  );
}

export function RoomLines({ lines }: { readonly lines: readonly RoomLine[] }) {
  const t = useText();
  const { change } = usePlace();
  const share = useShareColumns<RoomLine>();
  return (
    <PaperTable
      label={t('directory.rooms')}
      rowKey="roomId"
      columns={[
        {
          title: t('report.school'),
          key: 'school',
          render: (_, line) => <SchoolLink id={line.schoolId} name={line.schoolName} />,
        },
        { title: t('report.room'), dataIndex: 'roomName' },
        ...share,
        {
          title: t('report.lessonCount'),
          key: 'lessons',
          render: (_, { roomId }) => (
            <Button
              size="small"
              onClick={() => change({ list: 'validLessons', room: roomId, part: null, search: null })}
            >
              {t('report.roomLessons')}
            </Button>
          ),
        },
      ]}
      rows={lines}
      minWidthPx={760}
      paged={false}
      empty={t('report.list.empty')}
    />
  );
}

export function PairLines({ lines }: { readonly lines: readonly PairLine[] }) {
  const t = useText();
  const columns: TableColumnsType<PairLine> = [
    {
      title: t('report.leading'),
      key: 'from',
      render: (_, line) => <SchoolLink id={line.fromSchoolId} name={line.fromSchoolName} />,
    },
    {
      title: t('report.receiving'),
      key: 'to',
      render: (_, line) => <SchoolLink id={line.toSchoolId} name={line.toSchoolName} />,
    },
    { title: t('report.planned'), dataIndex: 'plannedCount', align: 'right' },
    { title: t('report.delivered'), dataIndex: 'validCount', align: 'right' },
    {
      title: t('report.linked'),
      key: 'linked',
      render: (_, { linked }) => t(linked ? 'report.linked.yes' : 'report.linked.no'),
    },
    { title: t('report.counts'), key: 'counts', render: (_, line) => <Counts counts={line.counts} /> },
  ];
  return (
    <PaperTable
      label={t('report.tab.graph')}
      rowKey={(line) => `${line.fromSchoolId} ${line.toSchoolId}`}
      columns={columns}
      rows={lines}
      minWidthPx={760}
      paged={false}
      empty={t('report.list.empty')}
    />
  );
}

export function PersonLines({ lines }: { readonly lines: readonly PersonLine[] }) {
  const t = useText();
  const columns: TableColumnsType<PersonLine> = [
    { title: t('report.person'), dataIndex: 'name' },
    { title: t('report.school'), dataIndex: 'schoolName' },
    ...(['lectured', 'assisted', 'researched'] as const).map((part) => ({
      title: t(`report.${part}`),
      key: part,
      align: 'right' as const,
      render: (_: unknown, line: PersonLine) =>
        t('report.minutes', { minutes: Math.floor(line[`${part}Minutes`]) }),
    })),
    { title: t('report.lessonCount'), dataIndex: 'lessonCount', align: 'right' },
  ];
  return (
    <PaperTable
      label={t('report.person')}
      rowKey="personId"
      columns={columns}
      rows={lines}
      minWidthPx={720}
      paged={false}
      empty={t('report.list.empty')}
    />
  );
}
