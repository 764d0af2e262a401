import { OFFICE_PATH, type OfficeProblem, officeProblem } from '../../../shared/person.ts';

/** What the office's own sign-in left in the address, if it did not let somebody in. */
export function officeProblemIn(search: string): OfficeProblem | null {
  const said = officeProblem.safeParse(new URLSearchParams(search).get('office'));
  return said.success ? said.data : null;
}

/** Where the office's sign-in begins; it comes back to the page that was wanted. */
export const officeAddress = (target: string): string =>
  target === '/' ? OFFICE_PATH : `${OFFICE_PATH}?${new URLSearchParams({ to: target })}`;
