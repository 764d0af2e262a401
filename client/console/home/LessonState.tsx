import { CheckOutlined, CloseOutlined, MinusOutlined } from '@ant-design/icons';
import type { ReactNode } from 'react';
import { useText } from '../text.ts';
import type { LessonMoment } from './home.model.ts';

const signs: Readonly<Record<LessonMoment, ReactNode>> = {
  live: <span className="sign-live" />,
  waiting: <span className="sign-ring" />,
  now: <span className="sign-ring" />,
  later: <span className="sign-ring" />,
  missed: <CloseOutlined />,
  ended: <CheckOutlined />,
  cancelled: <MinusOutlined />,
};

/** A lesson's state: a shape and a word; colour comes last. */
export function LessonState({ moment }: { readonly moment: LessonMoment }) {
  const t = useText();
  return (
    <span className={`state state-${moment}`}>
      <span aria-hidden="true" className="state-sign">
        {signs[moment]}
      </span>
      {t(`moment.${moment}`)}
    </span>
  );
}
