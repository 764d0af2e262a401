import { App, Button } from 'antd';
import { useState } from 'react';
import { linkId } from '../../../shared/kernel/ids.ts';
import { linkFields } from '../../../shared/link.ts';
import type { RouteBody } from '../../../shared/wire/routes.ts';
import { appErrorOf, askOrThrow } from '../api/ask.ts';
import { useKnownMe } from '../shell/RequireLogin.tsx';
import { useText } from '../text.ts';
import { mayAnswer } from './link.model.ts';
import { ReasonDialog } from './list/CloseDialog.tsx';
import { whyRefused } from './list/refusal.ts';
import type { Row } from './list/register.types.ts';
import { useWrite } from './list/useWrite.ts';

type AnswerProps = {
  readonly row: Pick<Row, 'id' | 'version'>;
  readonly onDone?: () => void;
  readonly small?: boolean;
};

/** In a list: the answer beside the offer, for whoever may give it. */
export function OfferCell({ row }: { readonly row: Row }) {
  const me = useKnownMe();
  const link = linkFields.safeParse(row.fields).data;
  if (link === undefined || !mayAnswer(me, link)) return null;
  return (
    <span className="button-row">
      <AnswerOffer row={row} small />
    </span>
  );
}

/** One side offered a link; the other accepts or declines it. An answer is given once, and not taken back like a change. */
export function AnswerOffer({ row, onDone, small = false }: AnswerProps) {
  const t = useText();
  const { message } = App.useApp();
  const size = small ? 'small' : 'middle';
  const [declining, setDeclining] = useState(false);
  const submit = useWrite(
    (answer: RouteBody<'link.answer'>['answer']) =>
      askOrThrow('link.answer', { id: linkId.parse(row.id), expectedVersion: row.version, answer }),
    { back: () => null, ...(onDone ? { onDone } : {}) },
  );
  const say = (answer: Parameters<typeof submit.mutate>[0]) =>
    submit.mutate(answer, {
      onError: (cause) => void message.error(whyRefused(t, appErrorOf(cause))),
    });
  return (
    <>
      <Button type="primary" size={size} loading={submit.isPending} onClick={() => say({ kind: 'accept' })}>
        {t('linkGraph.accept')}
      </Button>
      <Button size={size} onClick={() => setDeclining(true)}>
        {t('linkGraph.decline')}
      </Button>
      {declining && (
        <ReasonDialog
          title={t('linkGraph.decline')}
          submit={t('linkGraph.decline')}
          pending={submit.isPending}
          trouble={null}
          atOnce
          onClose={() => setDeclining(false)}
          onSubmit={({ reason }) => {
            setDeclining(false);
            say({ kind: 'decline', reason });
          }}
        />
      )}
    </>
  );
}
