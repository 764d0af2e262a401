import { webhookEvent } from '../../shared/webhook.ts';

/**
 * Whether letters may go to an address: https, or a host that the operator allows for plain http; no name and password in it. What a name leads
 * to is looked at when a letter is sent. `isPublic` tells of addresses that are numbers, null for a name.
 */
export function mayBeTold(
  text: string,
  {
    local,
    isPublic,
  }: { readonly local: readonly string[]; readonly isPublic: (host: string) => boolean | null },
): 'fine' | 'local' | 'wrong' {
  if (!URL.canParse(text)) return 'wrong';
  const { protocol, hostname, username, password, hash } = new URL(text);
  const host = hostname.replace(/^\[|\]$/g, '');
  if (!/^https?:$/.test(protocol) || host === '' || username !== '' || password !== '' || hash !== '')
    return 'wrong';
  if (local.includes(host)) return 'fine';
  return protocol === 'https:' && isPublic(host) !== false ? 'fine' : 'local';
}

/** As it is shown: a query may hold a secret of the other side. */
export function shownUrl(text: string): string {
  const { origin, pathname } = new URL(text);
  return `${origin}${pathname}`;
}

/** Of what is kept as text; events that this version does not know are left out. */
export const eventsIn = (text: string) =>
  webhookEvent.options.filter((each) => text.split(' ').includes(each));
