import { useMemo } from 'react';
import { useShade } from '../../theme.ts';

/** The surface's own colours, for what is drawn by a library. */
export type Ink = Readonly<
  Record<'jade' | 'vermilion' | 'amber' | 'ink' | 'inkSoft' | 'line' | 'raised' | 'jadeSoft' | 'font', string>
>;

export function useInk(): Ink {
  const shade = useShade((state) => state.shade);
  return useMemo(() => {
    // Named, so that another shade reads them anew.
    void shade;
    const style = getComputedStyle(document.documentElement);
    const token = (name: string) => style.getPropertyValue(name).trim();
    return {
      jade: token('--jade'),
      vermilion: token('--vermilion'),
      amber: token('--amber'),
      ink: token('--ink'),
      inkSoft: token('--ink-soft'),
      line: token('--line'),
      raised: token('--raised'),
      jadeSoft: token('--jade-soft'),
      font: style.fontFamily,
    };
  }, [shade]);
}
