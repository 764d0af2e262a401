import type { SessionId } from '../../../shared/kernel/ids.ts';
import type { Result } from '../../../shared/kernel/result.ts';
import type { CoursewareView } from '../../../shared/session/session.courseware.ts';
import type { HelperClient } from '../../live/helper-client.ts';
import { useText } from '../text.ts';

type Props = {
  readonly client: Pick<HelperClient, 'command'>;
  readonly sessionId: SessionId;
  readonly open: CoursewareView;
  readonly tell: (answer: Promise<Result<unknown>>) => void;
};

/** 翻页: the lecturer walks about in the class and turns the pages of the courseware from the hand. */
export function PageTurn({ client, sessionId, open, tell }: Props) {
  const text = useText();
  const { coursewareId, page, pageCount: total } = open;
  const turn = (to: number) => tell(client.command('courseware.turn', { sessionId, coursewareId, page: to }));
  return (
    <section className="lectern-turn" aria-label={text('courseware.title')}>
      <button type="button" disabled={page <= 1} onClick={() => turn(page - 1)}>
        {text('courseware.back')}
      </button>
      <span role="status">{text('courseware.page', { page, total })}</span>
      <button type="button" className="main" disabled={page >= total} onClick={() => turn(page + 1)}>
        {text('courseware.next')}
      </button>
    </section>
  );
}
