import { say } from './text.mjs';

/** Something that the person at the terminal can mend: what happened, and the way out. Printed without a stack. */
export class Plain extends Error {
  /**
   * @param {string} message
   * @param {string} wayOut
   */
  constructor(message, wayOut) {
    super(message);
    this.wayOut = wayOut;
  }
}

/**
 * @param {unknown} error
 * @param {string} folder where the launcher writes
 * @returns {Plain}
 */
export function toPlain(error, folder) {
  if (error instanceof Plain) return error;
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'ENOSPC' || code === 'EDQUOT')
    return new Plain(say('disk.full'), say('disk.full.out', { folder }));
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') {
    return new Plain(say('disk.denied', { folder }), say('disk.denied.out', { folder }));
  }
  const message = error instanceof Error ? error.message : String(error);
  return new Plain(say('unexpected', { message: message.split('\n')[0] ?? '' }), say('unexpected.out'));
}
