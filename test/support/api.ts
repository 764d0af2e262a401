import { type RouteAnswer, type RouteInput, type RouteName, routes } from '../../shared/wire/routes.ts';

/** The product's HTTP routes as one signed-in browser would use them: cookies kept, answers parsed. Throws the server's problem on refusal. */
export type Api = {
  call<N extends RouteName>(name: N, body: RouteInput<N>): Promise<RouteAnswer<N>>;
  /** Cookies as a browser context takes them. */
  cookies(): { name: string; value: string; url: string; httpOnly: boolean }[];
  text(path: string): Promise<{ status: number; type: string; body: string }>;
};

export class Refused extends Error {
  readonly code: string;
  readonly status: number;
  constructor(name: string, status: number, code: string) {
    super(`${name} was refused: ${status} ${code}`);
    this.status = status;
    this.code = code;
  }
}

/** Keeps a byte order mark, which `Response.text` swallows. */
const exactly = new TextDecoder('utf-8', { ignoreBOM: true });

export function createApi(origin: string): Api {
  const jar = new Map<string, string>();
  const headers = () => ({ cookie: [...jar].map(([name, value]) => `${name}=${value}`).join('; '), origin });
  const remember = (answer: Response) => {
    for (const line of answer.headers.getSetCookie()) {
      const [pair = ''] = line.split(';');
      const cut = pair.indexOf('=');
      jar.set(pair.slice(0, cut), pair.slice(cut + 1));
    }
  };
  return {
    async call(name, body) {
      const row = routes[name];
      const fields = { ...(body as Record<string, unknown>) };
      const path = row.path.replace(/:(\w+)/g, (_, key: string) => {
        const value = String(fields[key]);
        delete fields[key];
        return encodeURIComponent(value);
      });
      const query = row.method === 'GET' ? `?${new URLSearchParams(fields as Record<string, string>)}` : '';
      const answer = await fetch(origin + path + query, {
        method: row.method,
        headers: { ...headers(), 'content-type': 'application/json' },
        ...(row.method === 'POST' ? { body: JSON.stringify(fields) } : {}),
      });
      remember(answer);
      const data: unknown = await answer.json();
      if (!answer.ok) throw new Refused(name, answer.status, (data as { code?: string }).code ?? 'none');
      return row.answer.parse(data) as RouteAnswer<typeof name>;
    },
    cookies: () => [...jar].map(([name, value]) => ({ name, value, url: origin, httpOnly: true })),
    async text(path) {
      const answer = await fetch(origin + path, { headers: headers() });
      return {
        status: answer.status,
        type: answer.headers.get('content-type') ?? '',
        body: exactly.decode(await answer.arrayBuffer()),
      };
    },
  };
}
