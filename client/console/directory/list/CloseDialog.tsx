import { Button, Form, Input, Modal } from 'antd';
import type { ReactNode } from 'react';
import { useText } from '../../text.ts';
import { closeEntries } from './entries.ts';
import type { RegisterSpec, Row } from './register.types.ts';
import { seenOf } from './undo.ts';
import { useWrite } from './useWrite.ts';
import { Why } from './Why.tsx';

type CloseProps = {
  readonly spec: RegisterSpec;
  readonly rows: readonly Row[];
  readonly title: ReactNode;
  readonly onClose: () => void;
  readonly onDone: () => void;
};
type CloseValues = { readonly reason: string; readonly validFrom?: string };

/** Takes entries out of the register, with a reason. */
export function CloseDialog({ spec, rows, title, onClose, onDone }: CloseProps) {
  const t = useText();
  const entries = rows.map(({ id, version }) => ({ id, expectedVersion: version }));
  const close = useWrite(
    async ({ reason, validFrom }: CloseValues) => {
      const written = await closeEntries(spec.register, entries, { reason, validFrom });
      return { written, validFrom };
    },
    {
      onDone,
      back: ({ written, validFrom }) => {
        return { register: spec.register, act: 'close', entries: seenOf(written), validFrom };
      },
    },
  );
  return (
    <ReasonDialog
      title={title}
      lead={t('entry.closeLead')}
      submit={t('entry.close')}
      pending={close.isPending}
      trouble={close.isError && <Why spec={spec} rows={rows} cause={close.error} />}
      onClose={onClose}
      onSubmit={(values) => close.mutate(values)}
    />
  );
}

type ReasonProps = {
  readonly title: ReactNode;
  readonly lead?: string;
  readonly submit: string;
  readonly pending: boolean;
  readonly trouble: ReactNode;
  /** Holds from the moment it is said. */
  readonly atOnce?: boolean;
  readonly onClose: () => void;
  readonly onSubmit: (values: CloseValues) => void;
};

/** Asks why, and from which day on. */
export function ReasonDialog(props: ReasonProps) {
  const t = useText();
  return (
    <Modal open title={props.title} footer={null} onCancel={props.onClose} destroyOnHidden>
      <Form<CloseValues>
        name="reason-dialog"
        layout="vertical"
        requiredMark={false}
        onFinish={props.onSubmit}
      >
        {props.lead !== undefined && <p className="dialog-lead">{props.lead}</p>}
        <Form.Item
          name="reason"
          label={t('entry.reason')}
          rules={[{ required: true, whitespace: true, message: t('form.required') }]}
        >
          <Input autoComplete="off" maxLength={200} autoFocus />
        </Form.Item>
        {props.atOnce !== true && (
          <Form.Item name="validFrom" label={t('entry.from')} extra={t('list.dateHelp')}>
            <Input type="date" />
          </Form.Item>
        )}
        {props.trouble}
        <div className="button-row">
          <Button type="primary" danger htmlType="submit" loading={props.pending}>
            {props.submit}
          </Button>
          <Button onClick={props.onClose}>{t('app.cancel')}</Button>
        </div>
      </Form>
    </Modal>
  );
}
