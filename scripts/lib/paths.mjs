import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/[\\/]$/, '');
export const runtimeDir = join(root, '.runtime');
export const reportsDir = join(root, 'reports');
/** Absolute path of a file of the checkout. @param {string[]} parts */
export const inRoot = (...parts) => join(root, ...parts);
