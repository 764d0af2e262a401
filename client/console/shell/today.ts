import { type LocalDate, wallClock, zone } from '../../../shared/kernel/time.ts';

/** The zone of the school's clocks, as this machine is set; the server's default where the browser does not say. */
export const hereZone = () => {
  const named = zone.safeParse(Intl.DateTimeFormat().resolvedOptions().timeZone);
  return named.success ? named.data : zone.parse('Asia/Shanghai');
};

export const todayAt = (instantMs: number): LocalDate => wallClock(instantMs, hereZone()).date;
