import { stringify } from 'csv-stringify/sync';
import type { AuditEntry } from '../../shared/audit.ts';
import { MINUTE_MS, wallClock, type Zone } from '../../shared/kernel/time.ts';
import type { Locale } from '../../shared/text/text.ts';
import { auditTexts, wordsOfAction } from './audit.words.ts';

type Page = { readonly locale: Locale; readonly zone: Zone };

/**
 * The entries as one table for spreadsheets, newest first. UTF-8 with a byte order mark, so that spreadsheets read Chinese; what a
 * spreadsheet would run as a formula gets a leading `'`.
 */
export function auditCsv(entries: readonly AuditEntry[], { locale, zone }: Page): string {
  const say = auditTexts[locale];
  const head = [
    say('audit.when'),
    say('audit.who'),
    'actorId',
    say('audit.what'),
    'action',
    say('audit.which'),
    'subjectId',
    say('audit.facts'),
    say('audit.address'),
    'id',
  ];
  const rows = entries.map((each) => [
    wallTime(each.atMs, zone),
    each.actor.name === '' ? say(`audit.actor.${each.actor.kind}`) : each.actor.name,
    each.actor.id,
    wordsOfAction(each.action, locale),
    each.action,
    each.subjectName,
    each.subjectId,
    JSON.stringify(each.facts),
    each.address,
    each.id,
  ]);
  return stringify([head, ...rows], { bom: true, escape_formulas: true, record_delimiter: 'windows' });
}

/** `2026-09-01 08:00:05` on the wall of the office. */
function wallTime(atMs: number, zone: Zone): string {
  const { date, minute } = wallClock(atMs, zone);
  const two = (value: number) => String(value).padStart(2, '0');
  return `${date} ${two(Math.floor(minute / 60))}:${two(minute % 60)}:${two(Math.floor((atMs % MINUTE_MS) / 1_000))}`;
}
