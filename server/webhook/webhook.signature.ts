import { createHmac } from 'node:crypto';

const PREFIX = 'whsec_';

export const secretOf = (random: Uint8Array): string => PREFIX + Buffer.from(random).toString('base64');

/**
 * Headers of Standard Webhooks 1.0 (standardwebhooks.com): HMAC-SHA256 over id, moment and body, so that nobody sends an old letter again
 * under a new one's name.
 */
export function signedHeaders(
  secret: string,
  { id, atMs, body }: { readonly id: string; readonly atMs: number; readonly body: string },
): Readonly<Record<string, string>> {
  const timestamp = String(Math.floor(atMs / 1_000));
  const key = Buffer.from(secret.slice(PREFIX.length), 'base64');
  const signature = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64');
  return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': `v1,${signature}` };
}
