import type { AccessReport } from '../../../shared/wire/access.ts';

/** Whether something goes on at the server that the page should follow: this page's own address is still answered then. */
export function asksAgain({ way, acme, certificate }: AccessReport): boolean {
  return way === 'public-name' && certificate === null && acme !== null;
}

/** Whether the page itself stands at an address that the certificate has taken out of use. */
export const mustMove = (report: AccessReport, protocol: string): boolean =>
  report.certificate !== null && protocol === 'http:';

/** Four pairs together: people compare them by eye. */
export const printGroups = (fingerprint: string): string[] =>
  (fingerprint.match(/(?:[0-9A-F]{2}:?){1,4}/g) ?? []).map((each) => each.replaceAll(':', ' ').trim());
