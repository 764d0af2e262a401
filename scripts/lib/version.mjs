/** The major that the product runs on, and the oldest one that the launchers themselves run on. */
export const wantedMajor = 24;
export const oldestMajor = 18;

/**
 * Major of `v24.21.0`, `24.21.0` or `24`; null when it is no version.
 * @param {string} version
 */
export function majorOf(version) {
  const match = /^v?(\d+)(?:\.\d+){0,2}(?:[-+].*)?$/.exec(version.trim());
  return match ? Number(match[1]) : null;
}

/** @param {string} version */
export function runsProduct(version) {
  const major = majorOf(version);
  return major !== null && major >= wantedMajor;
}
