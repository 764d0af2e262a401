import type { ThemeConfig } from 'antd';
import { create } from 'zustand';

type Shade = 'light' | 'dark';
const REMEMBERED = 'console.shade';

/** Light unless somebody chose dark: a lecture room is bright, and the choice is kept on this machine. */
export const useShade = create<{ readonly shade: Shade; turn(): void }>((set, get) => ({
  shade: localStorage.getItem(REMEMBERED) === 'dark' ? 'dark' : 'light',
  turn() {
    const shade = get().shade === 'dark' ? 'light' : 'dark';
    localStorage.setItem(REMEMBERED, shade);
    set({ shade });
  },
}));

/**
 * The component library takes its colours from the same tokens as every other surface. Both shades go through its ordinary algorithm: its
 * own dark one would mix other colours out of ours and lose the contrast that they were chosen for.
 */
export function themeOf(shade: Shade, isCalm: boolean): ThemeConfig {
  document.documentElement.dataset['theme'] = shade;
  const style = getComputedStyle(document.documentElement);
  const token = (name: string) => style.getPropertyValue(name).trim();
  const [jade, vermilion, amber] = [token('--jade'), token('--vermilion'), token('--amber')];
  const [ink, inkSoft, line, raised] = [
    token('--ink'),
    token('--ink-soft'),
    token('--line'),
    token('--raised'),
  ];
  return {
    token: {
      colorPrimary: jade,
      colorPrimaryHover: jade,
      colorPrimaryTextHover: jade,
      colorPrimaryBg: token('--jade-soft'),
      colorLink: jade,
      colorLinkHover: jade,
      colorSuccess: jade,
      colorSuccessBg: token('--jade-soft'),
      colorInfo: jade,
      colorInfoBg: token('--jade-soft'),
      colorWarning: amber,
      colorWarningBg: token('--amber-soft'),
      colorError: vermilion,
      colorErrorHover: vermilion,
      colorErrorTextHover: vermilion,
      colorErrorBorderHover: vermilion,
      colorErrorBg: token('--vermilion-soft'),
      colorTextBase: ink,
      colorText: ink,
      colorTextHeading: ink,
      colorTextSecondary: inkSoft,
      colorTextTertiary: inkSoft,
      colorTextDescription: inkSoft,
      colorTextPlaceholder: inkSoft,
      colorTextLightSolid: shade === 'dark' ? token('--paper') : raised,
      colorBgBase: raised,
      colorBgContainer: raised,
      colorBgElevated: raised,
      colorBgLayout: token('--paper'),
      colorBorder: line,
      colorBorderSecondary: line,
      colorSplit: line,
      controlItemBgActive: token('--jade-soft'),
      controlItemBgActiveHover: token('--jade-soft'),
      borderRadius: 8,
      // Not its value: that is another one once the language has changed.
      fontFamily: 'var(--font)',
      fontSize: 15,
      controlHeight: 36,
      motion: !isCalm,
      motionDurationSlow: '0.2s',
      motionDurationMid: '0.15s',
    },
    components: {
      Segmented: { trackBg: line, itemSelectedBg: raised },
      Table: {
        headerBg: raised,
        headerSplitColor: 'transparent',
        borderColor: line,
        rowHoverBg: token('--paper'),
      },
    },
  };
}
