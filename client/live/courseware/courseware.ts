import type { CoursewareCard, CoursewareFile } from '../../../shared/courseware-file.ts';
import type { SessionId } from '../../../shared/kernel/ids.ts';
import type { CoursewareView } from '../../../shared/session/session.courseware.ts';
import type { Door } from '../../../shared/wire/version.ts';
import type { Caller } from '../call-row.ts';
import type { Environment } from '../environment.ts';
import type { LiveClient, SessionFacts } from '../live.types.ts';
import { CoursewareFiles } from './courseware-files.ts';
import { browserDigest } from './file-download.ts';
import type { FileKeep } from './file-keep.ts';
import { MarkBoard } from './mark-board.ts';

/** What a page needs to show the courseware 课件 of its lesson: the files on this machine, and the marks of the open page. */
export interface Courseware {
  readonly files: CoursewareFiles;
  readonly board: MarkBoard;
  close(): void;
}

export type CoursewareDeps = {
  readonly live: Pick<LiveClient, 'session' | 'on' | 'request' | 'nowMs'>;
  readonly environment: Environment;
  readonly call: Caller<'courseware.list'>;
  readonly keep: FileKeep;
  readonly door: Door;
  /** Whether files are fetched before they are opened: a viewer's phone pays for what is shown only. */
  readonly ahead: boolean;
  /** Fetches what reads PDFs. */
  readonly warm: () => Promise<void>;
};

/** Files may be brought until the last minute. In the lesson only what is opened counts. */
const LIST_MS = 30_000;
const AGAIN_MS = 2_000;

/** Follows the lesson of a live client: lists its files, fetches them, and keeps the marks of the page that is open. */
export function createCourseware(deps: CoursewareDeps): Courseware {
  const { live, environment, call, keep, door, ahead, warm } = deps;
  const fetch = globalThis.fetch.bind(globalThis);
  const files = new CoursewareFiles(environment, { keep, fetch, digest: browserDigest, door });
  const board = new MarkBoard({
    on: live.on,
    request: live.request,
    nowMs: live.nowMs,
    after: environment.after,
  });
  let listed: { readonly sessionId: SessionId; readonly wanted: readonly CoursewareFile[] } | null = null;
  let askedAtMs = Number.NEGATIVE_INFINITY;
  let asking = false;
  let warmed = false;

  const ask = async (sessionId: SessionId) => {
    asking = true;
    askedAtMs = environment.nowMs();
    const result = await call('courseware.list', { sessionId });
    asking = false;
    if (!result.ok) return;
    listed = { sessionId, wanted: result.value.files.flatMap(fileOf) };
    if (listed.wanted.some(({ type }) => type === 'application/pdf')) warmSoon();
    changed();
  };
  const warmSoon = () => {
    if (warmed || !ahead) return;
    warmed = true;
    void warm().catch(() => {
      // The line was cut under it; the next list tries again, and whoever opens a file does.
      warmed = false;
    });
  };

  const changed = () => {
    const { sessionId, open, live: isLive, current } = factsOf(live.session.get());
    board.show(sessionId, open, current);
    if (sessionId === null) return;
    const wanted = listed?.sessionId === sessionId ? listed.wanted : [];
    const isKnown = open === null || wanted.some((each) => each.coursewareId === open.coursewareId);
    const waitedMs = environment.nowMs() - askedAtMs;
    const isListed = listed?.sessionId === sessionId;
    const isDue = isListed && isKnown ? !isLive && waitedMs >= LIST_MS : waitedMs >= AGAIN_MS;
    if (current && !asking && isDue) void ask(sessionId);
    files.want(wanted, open?.coursewareId ?? null, isLive || !ahead);
  };
  const stop = live.session.subscribe(changed);
  const stopTicking = environment.every(1_000, changed);
  changed();
  return {
    files,
    board,
    close() {
      stop();
      stopTicking();
      files.close();
    },
  };
}

/** What can be fetched of what is prepared. */
function fileOf({ coursewareId, name, now }: CoursewareCard): CoursewareFile[] {
  if (now.state !== 'ready') return [];
  const { type, bytes, sha256, pageCount } = now;
  return [{ coursewareId, name, type, bytes, sha256, pageCount }];
}

type Facts = {
  readonly sessionId: SessionId | null;
  readonly open: CoursewareView | null;
  readonly live: boolean;
  readonly current: boolean;
};

function factsOf(session: SessionFacts): Facts {
  if (session.state !== 'joined') return { sessionId: null, open: null, live: false, current: false };
  const { lesson } = session.view;
  return {
    sessionId: session.sessionId,
    open: lesson.courseware ?? null,
    live: lesson.phase.state === 'live',
    current: session.current,
  };
}
