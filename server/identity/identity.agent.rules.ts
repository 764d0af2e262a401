const systems: readonly (readonly [RegExp, string])[] = [
  [/Windows NT/, 'Windows'],
  [/Android|HarmonyOS|OpenHarmony/, 'Android'],
  [/CrOS/, 'ChromeOS'],
  [/iPhone|iPad/, 'iOS'],
  [/Macintosh/, 'macOS'],
  [/Linux|X11/, 'Linux'],
];
/** Whoever builds on Chromium names it too: the particular ones come first. */
const browsers: readonly (readonly [RegExp, string])[] = [
  [/\bMicroMessenger\/(\d{1,4})/, 'WeChat'],
  [/\bEdgA?\/(\d{1,4})/, 'Edge'],
  [/\bFirefox\/(\d{1,4})/, 'Firefox'],
  [/\b(?:Headless)?Chrom(?:e|ium)\/(\d{1,4})/, 'Chrome'],
  [/\bVersion\/(\d{1,4})[.\d]* .*Safari/, 'Safari'],
];

/** System, browser and major version, `Windows Edge 120`; empty when nothing of it is known. Nothing of what was said is passed on. */
export function agentOf(userAgent: string): string {
  const system = systems.find(([sign]) => sign.test(userAgent))?.[1];
  for (const [sign, name] of browsers) {
    const version = sign.exec(userAgent)?.[1];
    if (version !== undefined) return [system, name, version].filter(Boolean).join(' ');
  }
  return system ?? '';
}
