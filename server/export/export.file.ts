import { fail, ok, type Result } from '../../shared/kernel/result.ts';
import type { Download } from '../platform/http-routes.ts';
import { csvOf } from './export.csv.ts';
import { findFont } from './export.fonts.ts';
import type { Exported, ExportFormat } from './export.types.ts';
import { writtenPaper } from './export.writer.ts';

const contentTypes: Readonly<Record<ExportFormat, string>> = {
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  csv: 'text/csv; charset=utf-8',
  json: 'application/json; charset=utf-8',
  pdf: 'application/pdf',
};

/** Whether this machine can write it: NO_FONT where nothing to print Chinese with is found. */
export const canWrite = (format: ExportFormat, font = findFont()): Result<void> =>
  format === 'pdf' && font === null ? fail('NO_FONT') : ok();

/** A file that is sent off while it is made; reading begins when the first piece is taken. */
export function fileOf(exported: Exported, format: ExportFormat): Result<Download> {
  const font = format === 'pdf' ? findFont() : null;
  const possible = canWrite(format, font);
  if (!possible.ok) return possible;
  return ok({
    contentType: contentTypes[format],
    fileName: `${exported.fileName}.${format}`,
    text: '',
    pieces: piecesOf(exported, format, font),
  });
}

function piecesOf(
  { paper, table, json }: Exported,
  format: ExportFormat,
  font: ReturnType<typeof findFont>,
): AsyncIterable<Uint8Array | string> {
  switch (format) {
    case 'csv':
      return csvOf(table, paper.zone);
    case 'json':
      return json();
    case 'xlsx':
    case 'pdf':
      return writtenPaper(paper, { format, font });
  }
}
