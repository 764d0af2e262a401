/** Measurements by id: `main.ts ID` runs one, `all` each in turn. Each answers whether its figures were reached. */
export type Measurements = Readonly<Record<string, () => Promise<boolean>>>;

/**
 * Runs what the command line names and ends the process: 0 when every figure was reached, 1 when one was short, 2 for a wrong id.
 * @param byName what is run only by its own name, since it decides nothing or takes very long
 */
export async function runById(
  kind: string,
  measurements: Measurements,
  byName: Measurements = {},
): Promise<never> {
  const wanted = process.argv.slice(2);
  const ids = wanted.length === 1 && wanted[0] === 'all' ? Object.keys(measurements) : wanted;
  const known = { ...measurements, ...byName };
  const unknown = ids.filter((id) => !(id in known));
  if (ids.length === 0 || unknown.length > 0) {
    if (unknown.length > 0) console.error(`unknown: ${unknown.join(', ')}`);
    console.error(`npm run ${kind} -- ${Object.keys(known).join('|')}|all`);
    process.exit(2);
  }
  let reached = true;
  for (const id of ids) {
    try {
      reached = (await known[id]?.()) === true && reached;
    } catch (cause) {
      reached = false;
      console.error(`${id}: could not be measured: ${cause instanceof Error ? cause.stack : String(cause)}`);
    }
  }
  process.exit(reached ? 0 : 1);
}
