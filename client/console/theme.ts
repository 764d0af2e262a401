import { type ThemeConfig, theme } from 'antd';
import { create } from 'zustand';

type Shade = 'light' | 'dark';
const REMEMBERED = 'console.shade';

/** Light unless somebody chose dark: a lecture room is bright, and the choice is kept on this machine. */
export const useShade = create<{ readonly shade: Shade; turn(): void }>((set, get) => ({
  shade: localStorage.getItem(REMEMBERED) === 'dark' ? 'dark' : 'light',
  turn() {
    const shade = get().shade === 'dark' ? 'light' : 'dark';
    localStorage.setItem(REMEMBERED, shade);
    document.documentElement.dataset['theme'] = shade;
    set({ shade });
  },
}));

/** The component library takes its colours from the same tokens as every other surface; the tokens must be in force when this is called. */
export function themeOf(shade: Shade): ThemeConfig {
  document.documentElement.dataset['theme'] = shade;
  const style = getComputedStyle(document.documentElement);
  const token = (name: string) => style.getPropertyValue(name).trim();
  return {
    algorithm: shade === 'dark' ? theme.darkAlgorithm : theme.defaultAlgorithm,
    token: {
      colorPrimary: token('--jade'),
      colorLink: token('--jade'),
      colorSuccess: token('--jade'),
      colorError: token('--vermilion'),
      colorWarning: token('--amber'),
      colorInfo: token('--jade'),
      colorTextBase: token('--ink'),
      colorText: token('--ink'),
      colorTextHeading: token('--ink'),
      colorSuccessBg: token('--jade-soft'),
      colorInfoBg: token('--jade-soft'),
      colorWarningBg: token('--amber-soft'),
      colorErrorBg: token('--vermilion-soft'),
      colorBgBase: token('--raised'),
      colorBgLayout: token('--paper'),
      // Its lighter shades for hovering lose the contrast that the colour was chosen for.
      colorPrimaryHover: token('--jade'),
      colorPrimaryTextHover: token('--jade'),
      colorLinkHover: token('--jade'),
      colorErrorHover: token('--vermilion'),
      colorErrorTextHover: token('--vermilion'),
      colorErrorBorderHover: token('--vermilion'),
      // The library's own greys for help and placeholders are too pale to read.
      colorTextSecondary: token('--ink-soft'),
      colorTextTertiary: token('--ink-soft'),
      colorTextDescription: token('--ink-soft'),
      colorTextPlaceholder: token('--ink-soft'),
      colorSplit: token('--line'),
      borderRadius: 8,
      fontFamily: token('--font'),
      fontSize: 15,
      controlHeight: 36,
      motionDurationSlow: '0.2s',
      motionDurationMid: '0.15s',
    },
    components: {
      Segmented: { trackBg: token('--line') },
      Table: { headerBg: token('--raised'), headerSplitColor: 'transparent', borderColor: token('--line') },
    },
  };
}
