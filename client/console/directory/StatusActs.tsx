import { Button } from 'antd';
import { useState } from 'react';
import { linkId } from '../../../shared/kernel/ids.ts';
import { localDate } from '../../../shared/kernel/time.ts';
import { linkFields } from '../../../shared/link.ts';
import { needState } from '../../../shared/need.ts';
import { askOrThrow } from '../api/ask.ts';
import { useKnownMe } from '../shell/RequireLogin.tsx';
import { useText } from '../text.ts';
import { AnswerOffer } from './AnswerOffer.tsx';
import { mayAnswer } from './link.model.ts';
import { ReasonDialog } from './list/CloseDialog.tsx';
import { changeEntries } from './list/entries.ts';
import type { ActsProps } from './list/register.types.ts';
import { changesBack } from './list/undo.ts';
import { useWrite } from './list/useWrite.ts';
import { Why } from './list/Why.tsx';

type Wish = { readonly status: object; readonly validFrom: string | undefined };

/** Another state for an entry, which can be taken back like any change. */
function useStatus({ spec, row, onDone }: ActsProps) {
  return useWrite(
    async ({ status, validFrom }: Wish) => {
      const changes = [{ id: row.id, expectedVersion: row.version, fields: { ...row.fields, status } }];
      return { written: await changeEntries(spec.register, changes, validFrom), validFrom };
    },
    {
      onDone,
      back: ({ written, validFrom }) => {
        return { register: spec.register, act: 'change', changes: changesBack([row], written), validFrom };
      },
    },
  );
}

/** 撤销 of a need, with its reason, and the way back. */
export function NeedActs(props: ActsProps) {
  const t = useText();
  const [asking, setAsking] = useState(false);
  const change = useStatus(props);
  const status = needState.safeParse(props.row.fields['status']).data;
  if (status?.state === 'withdrawn')
    return (
      <Button
        loading={change.isPending}
        onClick={() => change.mutate({ status: { state: 'inForce' }, validFrom: undefined })}
      >
        {t('entry.renew')}
      </Button>
    );
  return (
    <>
      <Button onClick={() => setAsking(true)}>{t('entry.withdraw')}</Button>
      {asking && (
        <ReasonDialog
          title={t('entry.withdrawTitle')}
          submit={t('entry.withdraw')}
          pending={change.isPending}
          trouble={change.isError && <Why spec={props.spec} rows={[props.row]} cause={change.error} />}
          onClose={() => setAsking(false)}
          onSubmit={({ reason, validFrom }) =>
            change.mutate({ status: { state: 'withdrawn', reason }, validFrom: validFrom || undefined })
          }
        />
      )}
    </>
  );
}

/** The answer to an offered link; the end of an accepted one, by either side, with its reason. */
export function LinkActs(props: ActsProps) {
  const t = useText();
  const me = useKnownMe();
  const { row, spec, onDone } = props;
  const [asking, setAsking] = useState(false);
  const end = useWrite(
    async ({ reason, validFrom }: { readonly reason: string; readonly validFrom?: string }) => {
      const from = validFrom ? localDate.parse(validFrom) : undefined;
      const answer = { kind: 'end' as const, reason, ...(from === undefined ? {} : { validFrom: from }) };
      const id = linkId.parse(row.id);
      const { version } = await askOrThrow('link.answer', { id, expectedVersion: row.version, answer });
      return { version, validFrom: from };
    },
    {
      onDone,
      back: ({ version, validFrom }) => {
        const changes = [{ id: row.id, expectedVersion: version, fields: row.fields }];
        return { register: spec.register, act: 'change', changes, validFrom };
      },
    },
  );
  const link = linkFields.safeParse(row.fields).data;
  if (link !== undefined && mayAnswer(me, link)) return <AnswerOffer row={row} onDone={onDone} />;
  if (link?.status.state !== 'accepted') return null;
  return (
    <>
      <Button onClick={() => setAsking(true)}>{t('entry.endLink')}</Button>
      {asking && (
        <ReasonDialog
          title={t('entry.endLinkTitle')}
          submit={t('entry.endLink')}
          pending={end.isPending}
          trouble={end.isError && <Why spec={spec} rows={[row]} cause={end.error} />}
          onClose={() => setAsking(false)}
          onSubmit={(values) => end.mutate(values)}
        />
      )}
    </>
  );
}
