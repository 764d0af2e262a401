import { z } from 'zod';
import { listedKey } from '../../shared/coverage/report.ts';
import { fail, type Result } from '../../shared/kernel/result.ts';
import { type Locale, locales } from '../../shared/text/text.ts';
import { routes } from '../../shared/wire/routes.ts';
import { canWrite, fileOf } from '../export/export.file.ts';
import { type ExportFormat, exportFormats } from '../export/export.types.ts';
import type { Actor } from '../identity/identity.types.ts';
import type { Download, DownloadRoute } from '../platform/http-routes.ts';
import { exportWork, type OwnPaperDeps } from './own.paper.ts';
import { exportList } from './report.paper.list.ts';
import { exportPage } from './report.paper.page.ts';
import { originOf } from './report.paper.ts';
import type { ReportDeps } from './report.types.ts';
import { snapshotPaper } from './snapshot.paper.ts';
import type { SnapshotService } from './snapshot.service.ts';
import { scopeOfRow } from './snapshot.store.ts';

const language = z.enum(locales).default('zh-CN');
const file = z.string().regex(/^[a-zA-Z]+\.[a-z]+$/);
const ofPage = routes['report.read'].body.extend({ file, locale: language });
const ofList = routes['report.list'].body
  .omit({ from: true, limit: true })
  .extend({ file, locale: language });
const ofWork = routes['report.mine'].body.extend({ file, locale: language });
const ofSnapshot = z.strictObject({ snapshotId: z.uuid(), file, locale: language });

type Named = { readonly name: string; readonly format: ExportFormat };

/** `NAME.FORMAT`; null for a format that there is not. */
function named(text: string): Named | null {
  const [name = '', ending] = text.split('.');
  const format = exportFormats.find((each) => each === ending);
  return format === undefined ? null : { name, format };
}

/**
 * The report page as `/api/report/files/report.FORMAT`, a list behind a figure as `/api/report/files/INDICATOR.FORMAT`, asked for as
 * `report.read` and `report.list` are, with `locale`, and the asker's own work as `/api/report/files/work.FORMAT`, asked for as `report.mine`
 * is. Whoever may read them may take them away.
 */
export const reportFiles = (deps: OwnPaperDeps): DownloadRoute<Actor> => ({
  name: 'report.file',
  path: '/api/report/files/:file',
  async handle({ actor }, query) {
    const wanted = named(String(query['file']));
    if (wanted === null) return fail('NOT_FOUND');
    const { name, format } = wanted;
    const possible = canWrite(format);
    if (!possible.ok) return possible;
    if (name === 'report') {
      const asked = ofPage.safeParse(query);
      if (!asked.success) return fail('BAD_REQUEST');
      const page = await exportPage(deps, actor, asked.data);
      return page.ok ? fileOf(page.value, format) : page;
    }
    if (name === 'work') {
      const asked = ofWork.safeParse(query);
      if (!asked.success) return fail('BAD_REQUEST');
      const work = await exportWork(deps, actor, asked.data);
      return work.ok ? fileOf(work.value, format) : work;
    }
    const indicator = listedKey.safeParse(name);
    if (!indicator.success) return fail('NOT_FOUND');
    const asked = ofList.safeParse({ ...query, indicator: indicator.data });
    if (!asked.success) return fail('BAD_REQUEST');
    const { file: _, ...ask } = asked.data;
    const list = await exportList(deps, actor, ask);
    return list.ok ? fileOf(list.value, format) : list;
  },
});

type FrozenDeps = {
  readonly service: Pick<SnapshotService, 'open'>;
  readonly directory: Pick<ReportDeps['directory'], 'tree' | 'today'>;
};

/** A frozen report as `/api/snapshots/ID/files/report.FORMAT`. */
export const snapshotFiles = (deps: FrozenDeps): DownloadRoute<Actor> => ({
  name: 'snapshot.paper',
  path: '/api/snapshots/:snapshotId/files/:file',
  async handle({ actor }, query) {
    const asked = ofSnapshot.safeParse(query);
    if (!asked.success) return fail('BAD_REQUEST');
    const wanted = named(asked.data.file);
    if (wanted?.name !== 'report') return fail('NOT_FOUND');
    const possible = canWrite(wanted.format);
    if (!possible.ok) return possible;
    return frozenFile(deps, actor, { ...asked.data, format: wanted.format });
  },
});

type FrozenWish = {
  readonly snapshotId: string;
  readonly locale: Locale;
  readonly format: ExportFormat;
};

async function frozenFile(
  { service, directory }: FrozenDeps,
  actor: Actor,
  { snapshotId, locale, format }: FrozenWish,
): Promise<Result<Download>> {
  const found = await service.open(actor, snapshotId);
  if (!found.ok) return found;
  const { row, parts } = found.value;
  const origin = originOf(await directory.tree(await directory.today()), scopeOfRow(row));
  const exported = await snapshotPaper({ ...origin, sha256: row.sha256, parts }, locale);
  return fileOf(exported, format);
}
