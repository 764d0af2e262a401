/** Settings at the large screen itself, by remote control or keyboard. */
export const screenToolsEn = {
  'screen.tools.open': 'Press ↑ or ↓ for screen settings and the legibility card',
  'screen.tools.title': 'Screen settings',
  'screen.tools.margin': 'Picture margin',
  'screen.tools.marginHow': 'Press ← → until all four white corners are seen. For this screen only.',
  'screen.tools.percent': '{percent} %',
  'screen.tools.less': 'Smaller margin',
  'screen.tools.more': 'Larger margin',
  'screen.tools.savingOn': 'Data saving: on. Small pictures; voice and slides as ever',
  'screen.tools.savingOff': 'Data saving: off',
  'screen.tools.card': 'Legibility card',
  'screen.tools.close': 'Close',
  'screen.tools.keys': '↑ ↓ choose, OK opens, Back closes',
  'screen.card.size': '{size} px',
  'screen.card.how':
    'Let the last row read the lined row. If they cannot: move the seats forward, or use a larger screen.',
  'screen.card.back': 'Press Back for the settings',
} as const;
export type ScreenToolsKey = keyof typeof screenToolsEn;
