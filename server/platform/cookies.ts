export type Cookies = Readonly<Record<string, string | undefined>>;

/** Reads a Cookie header. Of two cookies of one name the first counts, as the more specific one; what does not decode is left as it came. */
export function parseCookies(header: string | undefined): Cookies {
  const cookies: Record<string, string> = Object.create(null);
  for (const pair of (header ?? '').split(';')) {
    const cut = pair.indexOf('=');
    if (cut < 1) continue;
    const name = pair.slice(0, cut).trim();
    const value = pair.slice(cut + 1).trim();
    cookies[name] ??= decode(value.replace(/^"(.*)"$/, '$1'));
  }
  return cookies;
}

function decode(value: string): string {
  if (!value.includes('%')) return value;
  try {
    return decodeURIComponent(value);
  } catch (cause) {
    if (cause instanceof URIError) return value;
    throw cause;
  }
}
