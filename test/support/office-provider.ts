import { createServer, type Server } from 'node:http';
import { Provider } from 'oidc-provider';

export const CLIENT = { id: 'sanketang', secret: 'office-secret-of-the-tests' };

/** How long its word is good for. */
export const ID_TOKEN_LIFE_S = 300;

/** What the next person who comes is, or that they turn back. */
export type Visitor = { readonly account: string } | { readonly turnsBack: true };

/** An office's own sign-in on loopback: whoever comes is signed in at once as `next` says. */
export type OfficeProvider = {
  readonly issuer: string;
  next: Visitor;
  stop(): Promise<void>;
};

/** @param redirectUri where it may send people back to */
export async function startOfficeProvider(port: number, redirectUri: string): Promise<OfficeProvider> {
  const issuer = `http://127.0.0.1:${port}`;
  const office: OfficeProvider = { issuer, next: { account: 'nobody' }, stop };
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: CLIENT.id,
        client_secret: CLIENT.secret,
        redirect_uris: [redirectUri],
        token_endpoint_auth_method: 'client_secret_post',
      },
    ],
    claims: { openid: ['sub'], profile: ['preferred_username', 'name'] },
    cookies: { keys: ['of the tests'] },
    features: { devInteractions: { enabled: false } },
    interactions: { url: () => '/interaction' },
    pkce: { required: () => true },
    rotateRefreshToken: false,
    ttl: { AccessToken: 300, Grant: 300, IdToken: ID_TOKEN_LIFE_S, Interaction: 300, Session: 300 },
    findAccount: (_context: unknown, id: string) => ({
      accountId: id,
      claims: () => ({ sub: id, preferred_username: id, name: 'not for the log' }),
    }),
    async loadExistingGrant(context: GrantContext) {
      const grant = new context.oidc.provider.Grant({
        clientId: context.oidc.client.clientId,
        accountId: context.oidc.session.accountId,
      });
      grant.addOIDCScope('openid profile');
      await grant.save();
      return grant;
    },
  });
  const callback = provider.callback();
  const server = createServer((request, response) => {
    if (request.url?.startsWith('/interaction') !== true) return callback(request, response);
    const { next } = office;
    const result =
      'account' in next
        ? { login: { accountId: next.account, remember: false } }
        : { error: 'access_denied', error_description: 'turned back' };
    provider.interactionFinished(request, response, result).catch((error: unknown) => {
      response.statusCode = 500;
      response.end(String(error));
    });
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return office;

  async function stop(): Promise<void> {
    await closed(server);
  }
}

type Grant = { addOIDCScope(scope: string): void; save(): Promise<unknown> };
type GrantContext = {
  readonly oidc: {
    readonly provider: { readonly Grant: new (of: object) => Grant };
    readonly client: { readonly clientId: string };
    readonly session: { readonly accountId: string };
  };
};

function closed(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(() => resolve()));
}
