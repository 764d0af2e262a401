import { permit } from '../../server/identity/identity.permit.rules.ts';
import type { Actor } from '../../server/identity/identity.types.ts';
import { marksOf } from '../../server/import/import.apply.ts';
import { createImports } from '../../server/import/import.module.ts';
import { planningMigrations } from '../../server/planning/planning.migrations.ts';
import { createPlanning } from '../../server/planning/planning.module.ts';
import { silentLog } from '../../server/platform/log.ts';
import { IMPORT_PART_BYTES, type ImportKind, type ImportState, type TableKind } from '../../shared/import.ts';
import type { LocalDate } from '../../shared/kernel/time.ts';
import type { Locale } from '../../shared/text/text.ts';
import { enterCounty, openRegisters } from './registers.ts';

type Person = Extract<Actor, { kind: 'person' }>;

/** Imports over the directory and planning of the two townships. */
export async function openImports(url?: string) {
  const registers = await openRegisters(permit, planningMigrations, url);
  const county = await enterCounty(registers);
  const planning = createPlanning({
    ...registers,
    agendaChanged: () => undefined,
    phasesOf: async () => new Map(),
    publicUrl: null,
  } as never);
  registers.link(planning.linkedSchools);
  const { directory } = registers;
  const ground = { ...directory.specs, ...planning.specs };
  const told: [register: string, ids: string[]][] = [];
  const imports = createImports({
    ...registers,
    dialect: 'sqlite',
    permit,
    log: silentLog,
    look: directory.look,
    today: directory.reader.today,
    fresh: planning.registry.fresh,
    inTurn: planning.registry.inTurn,
    changed: (name, ids) => {
      told.push([name, [...ids]]);
      planning.registry.changed(name, ids);
    },
    registers: ground,
  });
  const context = (actor: Actor) => ({
    actor,
    requestId: 'r',
    address: '127.0.0.1',
    cookies: {},
    setCookie: () => undefined,
  });
  const { routes, uploads, downloads } = imports;
  const answered = <T>(answer: { ok: true; value: T } | { ok: false; error: unknown }): T => {
    if (!answer.ok) throw new Error(JSON.stringify(answer.error));
    return answer.value;
  };
  /** Until the file is neither on its way nor being written. */
  async function settled(actor: Actor, importId: ImportState['importId']): Promise<ImportState> {
    for (;;) {
      const state = answered(await routes['import.read'](context(actor), { importId }));
      if (!['uploading', 'reading', 'applying'].includes(state.state.state)) return state;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
  async function send(
    kind: ImportKind,
    bytes: Uint8Array,
    { actor = county.countyAdmin, locale = 'zh-CN' }: { actor?: Person; locale?: Locale },
  ) {
    const wish = { kind, fileName: 'file', bytes: bytes.length, locale };
    const { importId } = answered(await routes['import.open'](context(actor), wish));
    for (let at = 0; at < bytes.length; at += IMPORT_PART_BYTES)
      for (const upload of uploads) {
        const part = Buffer.from(bytes.subarray(at, at + IMPORT_PART_BYTES));
        answered(await upload.handle(context(actor), { importId, at: String(at) }, part));
      }
    return settled(actor, importId);
  }
  return {
    ...registers,
    county,
    planning,
    imports,
    /** Which entries were said to have changed. */
    told,
    /** Of all registers together. */
    versionCount: async () => {
      const counts = await marksOf(ground, registers.database);
      return [...counts.values()].reduce((sum, each) => sum + each, 0);
    },
    async enterTerm(name: string, from: LocalDate, to: LocalDate) {
      const dates = { from, to, holidays: [], makeUpDays: [] };
      const term = await ground.terms.register.add(
        { regionId: county.county.id, name, ...dates },
        county.note,
      );
      planning.forget();
      return term;
    },
    context,
    settled,
    /** The whole way of a file up to its check. */
    check: (kind: ImportKind, content: string | Uint8Array, as: { actor?: Person; locale?: Locale } = {}) =>
      send(kind, typeof content === 'string' ? Buffer.from(content) : content, as),
    async apply({ importId }: ImportState, actor: Actor = county.countyAdmin) {
      answered(await routes['import.apply'](context(actor), { importId }));
      return settled(actor, importId);
    },
    async file(
      name: `${TableKind}.${'csv' | 'xlsx'}`,
      query: Record<string, string> = {},
      actor: Actor = county.countyAdmin,
    ) {
      const [download] = downloads;
      const answer = await download?.handle(context(actor), { file: name, ...query });
      if (answer === undefined || !answer.ok) throw new Error(JSON.stringify(answer));
      return answer.value.bytes ?? Buffer.from(answer.value.text);
    },
  };
}

export type Imports = Awaited<ReturnType<typeof openImports>>;
