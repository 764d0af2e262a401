import type { ReactNode } from 'react';

type Props = {
  readonly title: string;
  readonly detail?: string;
  /** For the helpdesk, or what needs no reading from the last row. */
  readonly small?: string;
  readonly tone?: 'calm' | 'waiting' | 'trouble';
  readonly clock: ReactNode;
};

/** One thing said plainly. */
export function MessageScene({ title, detail, small, tone = 'calm', clock }: Props) {
  return (
    <main className="scene message" data-tone={tone}>
      <div className="middle" role="status">
        <h1>
          {tone !== 'calm' && <i className="sign" data-tone={tone} aria-hidden="true" />}
          {title}
        </h1>
        {detail !== undefined && <p>{detail}</p>}
        {small !== undefined && <p className="status">{small}</p>}
      </div>
      <footer className="bar">
        <span />
        {clock}
      </footer>
    </main>
  );
}
