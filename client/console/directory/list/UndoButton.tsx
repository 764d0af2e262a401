import { UndoOutlined } from '@ant-design/icons';
import { App, Button } from 'antd';
import { appErrorOf } from '../../api/ask.ts';
import type { RegisterName } from '../../api/queries.ts';
import { errorText, useText } from '../../text.ts';
import { countOf, takeBack, useUndo } from './undo.ts';
import { useWrite } from './useWrite.ts';

/** Takes back the last thing that was done to this register in this window. */
export function UndoButton({ register }: { readonly register: RegisterName }) {
  const t = useText();
  const { message } = App.useApp();
  const { last, remember } = useUndo();
  const undo = useWrite(takeBackIt, { say: () => t('undo.done'), back: () => null });
  if (last === null || last.register !== register) return null;
  return (
    <Button
      icon={<UndoOutlined />}
      loading={undo.isPending}
      onClick={() =>
        undo.mutate(
          { done: last, reason: t('undo.reason') },
          {
            onError: (cause) => {
              const error = appErrorOf(cause);
              if (error.code === 'CONFLICT') remember(null);
              void message.error(error.code === 'CONFLICT' ? t('undo.late') : errorText(t, error));
            },
          },
        )
      }
    >
      {t(`undo.what.${last.act}`, { count: countOf(last) })}
    </Button>
  );
}

const takeBackIt = ({ done, reason }: { done: Parameters<typeof takeBack>[0]; reason: string }) =>
  takeBack(done, reason);
