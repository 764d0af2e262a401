import * as oidc from 'openid-client';
import type { Log } from '../platform/ports.ts';
import type { OfficeAnswer, OfficeProvider, OfficeSettings, OfficeTrouble } from './office.types.ts';

/** Waited for each answer of the office's sign-in; somebody looks at a blank page meanwhile. */
const ANSWER_S = 5;
const CLOCK_TOLERANCE_S = 60;

/** The code flow with PKCE, `state` and `nonce`. Nothing is asked before somebody wants to sign in, and a failure is not remembered. */
export function createOfficeProvider(settings: OfficeSettings, log: Log): OfficeProvider {
  let known: Promise<oidc.Configuration> | null = null;
  const configuration = () => {
    known ??= discover(settings).catch((cause: unknown) => {
      known = null;
      throw cause;
    });
    return known;
  };
  return {
    async begin(redirectUri) {
      try {
        const config = await configuration();
        const trip = {
          state: oidc.randomState(),
          nonce: oidc.randomNonce(),
          verifier: oidc.randomPKCECodeVerifier(),
        };
        const address = oidc.buildAuthorizationUrl(config, {
          redirect_uri: redirectUri,
          scope: 'openid profile',
          state: trip.state,
          nonce: trip.nonce,
          code_challenge: await oidc.calculatePKCECodeChallenge(trip.verifier),
          code_challenge_method: 'S256',
        });
        return { address: address.href, trip };
      } catch (error) {
        log.warn({ reasons: reasonsOf(error) }, 'the office’s sign-in cannot be reached');
        return null;
      }
    },
    async finish(came, { state, nonce, verifier }): Promise<OfficeAnswer> {
      try {
        const config = await configuration();
        const tokens = await oidc.authorizationCodeGrant(config, came, {
          expectedState: state,
          expectedNonce: nonce,
          pkceCodeVerifier: verifier,
          idTokenExpected: true,
        });
        const told = tokens.claims();
        if (told === undefined) return { state: 'answer' };
        // Some say everything at once, others only when they are asked.
        const asked = config.serverMetadata().userinfo_endpoint !== undefined && !(settings.claim in told);
        const claims = asked ? await oidc.fetchUserInfo(config, tokens.access_token, told.sub) : told;
        const claim = claims[settings.claim];
        return typeof claim === 'string' && claim.trim() !== ''
          ? { state: 'known', claim: claim.trim() }
          : { state: 'claim' };
      } catch (error) {
        const trouble = troubleOf(error);
        log.warn({ trouble, reasons: reasonsOf(error) }, 'a sign-in by the office was refused');
        return { state: trouble };
      }
    },
  };
}

function discover({ issuer, clientId, clientSecret }: OfficeSettings): Promise<oidc.Configuration> {
  const url = new URL(issuer);
  const client = { client_secret: clientSecret, [oidc.clockTolerance]: CLOCK_TOLERANCE_S };
  // Settings let plain HTTP pass for this machine only.
  const execute = url.protocol === 'http:' ? [oidc.allowInsecureRequests] : [];
  return oidc.discovery(url, clientId, client, undefined, { execute, timeout: ANSWER_S });
}

/** The library wraps its causes; the innermost one that has a code says what it was. */
function troubleOf(error: unknown): OfficeTrouble {
  if (error instanceof oidc.AuthorizationResponseError) return 'refused';
  if (error instanceof oidc.ResponseBodyError) return error.error === 'invalid_grant' ? 'used' : 'away';
  const codes = reasonsOf(error);
  if (codes.includes('OAUTH_JWT_TIMESTAMP_CHECK_FAILED')) return 'clock';
  if (codes.some((code) => /TIMEOUT|ECONN|ENOTFOUND|EAI_AGAIN|UND_ERR/.test(code))) return 'away';
  if (codes.includes('OAUTH_RESPONSE_IS_NOT_CONFORM')) return 'away';
  if (error instanceof TypeError && error.message === 'fetch failed') return 'away';
  return 'answer';
}

/** Codes alone: what comes with them may hold what the office said of a person. */
function reasonsOf(error: unknown, depth = 0): readonly string[] {
  if (!(error instanceof Error) || depth > 5) return [];
  const own = 'code' in error && typeof error.code === 'string' ? [error.code] : [];
  return [...own, ...reasonsOf(error.cause, depth + 1)];
}
