import { z } from 'zod';
import { thresholdSpec } from './attendance/attendance.tables.ts';
import { directorySpecs } from './directory/directory.store.ts';
import {
  bellsSpec,
  elsewhereSpec,
  groupsSpec,
  lessonsSpec,
  linksSpec,
  localTeachingSpec,
  needsSpec,
  slotsSpec,
  termsSpec,
} from './planning/planning.store.ts';
import type { JsonFields } from './platform/register.rules.ts';
import type { RegisterSpec } from './platform/register.types.ts';
import type { Sealed, SealedTable } from './seal/seal.types.ts';
import { stillSettingSpec } from './supervision/still.store.ts';
import { alarmThresholdSpec } from './supervision/supervision.tables.ts';

/** A version as it was recorded; what else a register's table holds follows from the body. */
const VERSION = [
  'id',
  'version',
  'valid_from',
  'valid_to',
  'recorded_at_ms',
  'recorded_by',
  'closed',
  'body',
];

function registerTable<Fields extends JsonFields>(
  spec: Pick<RegisterSpec<string, Fields, string, string>, 'table' | 'fields' | 'columns' | 'sets'>,
): SealedTable {
  const columns = Object.entries(spec.columns);
  const sets = Object.entries(spec.sets);
  return {
    table: spec.table,
    atColumn: 'recorded_at_ms',
    register: {
      columns: VERSION,
      derivedOf(body) {
        if (columns.length === 0 && sets.length === 0) return { columns: {}, sets: {} };
        const fields = fieldsIn(body, spec.fields);
        if (fields === null) return null;
        return {
          columns: Object.fromEntries(columns.map(([name, column]) => [name, column.of(fields)])),
          sets: Object.fromEntries(sets.map(([name, valuesOf]) => [name, valuesOf(fields)])),
        };
      },
    },
  };
}

/** Null for a body that this version cannot read: then nothing follows from it. */
function fieldsIn<Fields>(body: string, fields: { parse(value: unknown): Fields }): Fields | null {
  try {
    return fields.parse(JSON.parse(body));
  } catch (cause) {
    if (cause instanceof SyntaxError || cause instanceof z.ZodError) return null;
    throw cause;
  }
}

/**
 * What a daily seal vouches for beside the logs. Whatever is settled or rolled up is left out where it can be computed from these again. So is what
 * changes by itself: signs of life, sign-ins, the last line of a room.
 */
export const sealed: Sealed = {
  tables: [
    registerTable(directorySpecs.regions),
    registerTable(directorySpecs.schools),
    registerTable(directorySpecs.rooms),
    registerTable(directorySpecs.classes),
    registerTable(directorySpecs.people),
    registerTable(directorySpecs.subjects),
    registerTable(needsSpec),
    registerTable(linksSpec),
    registerTable(lessonsSpec),
    registerTable(localTeachingSpec),
    registerTable(termsSpec),
    registerTable(bellsSpec),
    registerTable(slotsSpec),
    registerTable(elsewhereSpec),
    registerTable(groupsSpec),
    registerTable(thresholdSpec),
    registerTable(alarmThresholdSpec),
    registerTable(stillSettingSpec),
    { table: 'cause_correction', atColumn: 'corrected_at_ms', register: null },
    // Its lines stand beside it; it holds their SHA-256.
    { table: 'coverage_snapshot', atColumn: 'made_at_ms', register: null },
    // Outlives the measurements that it is computed from.
    { table: 'quality_settled_room', atColumn: 'settled_at_ms', register: null },
  ],
  measured: [
    { table: 'quality_sample', atColumn: 'sampled_at_ms' },
    { table: 'quality_first_frame', atColumn: 'sampled_at_ms' },
    { table: 'quality_step', atColumn: 'changed_at_ms' },
  ],
};

const noInputs: readonly string[] = ['lesson', 'person', alarmThresholdSpec.table, stillSettingSpec.table];

/** Registers that figures are computed from, beside that of lessons. */
export const inputTables: readonly string[] = sealed.tables.flatMap(({ table, register }) =>
  register === null || noInputs.includes(table) ? [] : [table],
);
