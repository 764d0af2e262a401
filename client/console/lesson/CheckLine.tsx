import { CheckCircleOutlined, ExclamationCircleOutlined, LoadingOutlined } from '@ant-design/icons';
import type { ReactNode } from 'react';

export type CheckTone = 'busy' | 'well' | 'trouble';

const signs = {
  busy: <LoadingOutlined aria-hidden="true" />,
  well: <CheckCircleOutlined aria-hidden="true" />,
  trouble: <ExclamationCircleOutlined aria-hidden="true" />,
} as const satisfies Record<CheckTone, ReactNode>;

type CheckProps = {
  readonly tone: CheckTone;
  readonly words: string;
  readonly todo?: string;
  readonly action?: ReactNode;
};

/** One thing that was looked at before the lesson, and what to do about it. */
export function CheckLine({ tone, words, todo, action }: CheckProps) {
  return (
    <div role="status" className={`check-line check-${tone}`}>
      {signs[tone]}
      <div>
        {words}
        {todo !== undefined && <p>{todo}</p>}
      </div>
      {action}
    </div>
  );
}
