import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App } from 'antd';
import { useText } from '../../text.ts';
import { useKnown } from './names.ts';
import { type Done, useUndo } from './undo.ts';

/** Whatever lists or names entries is asked for again. */
export function useRefresh(): () => Promise<void> {
  const client = useQueryClient();
  return async () => {
    useKnown.getState().forget();
    await client.invalidateQueries({
      predicate: ({ queryKey: [name] }) => typeof name === 'string' && /\.(list|history)$/.test(name),
    });
  };
}

type WriteOptions<Answer> = {
  readonly onDone?: (answer: Answer) => void;
  /** What is said when it went well. */
  readonly say?: (answer: Answer) => string;
  /** How it can be taken back; null when it cannot. */
  readonly back?: (answer: Answer) => Done | null;
};

/** A change of a register: afterwards everything is fresh, and the last step can be taken back. */
export function useWrite<Wish, Answer>(
  write: (wish: Wish) => Promise<Answer>,
  { onDone, say, back }: WriteOptions<Answer> = {},
) {
  const t = useText();
  const { message } = App.useApp();
  const refresh = useRefresh();
  const remember = useUndo((undo) => undo.remember);
  return useMutation({
    mutationFn: write,
    onSuccess: async (answer) => {
      if (back) remember(back(answer));
      void message.success(say ? say(answer) : t('entry.saved'));
      onDone?.(answer);
      await refresh();
    },
  });
}
