/** A screen of this PC, as the Window Management API tells it; CSS pixels on the common desktop. */
export type ScreenBox = {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
};

/** Why the second display is not there any more, or never was. */
export type DisplayEnd = 'closed' | 'screenGone' | 'blocked';

export type DisplayState =
  | { readonly state: 'off'; readonly why: DisplayEnd | null }
  | { readonly state: 'opening' }
  /** `placed`: it was put onto another screen; else a person has to move it there. */
  | { readonly state: 'open'; readonly window: Window; readonly placed: boolean };

const same = (a: ScreenBox, b: ScreenBox): boolean =>
  a.left === b.left && a.top === b.top && a.width === b.width && a.height === b.height;

/** The screen for the class: the largest of those on which this page is not. Null when there is no other. */
export function classScreenOf(screens: readonly ScreenBox[], current: ScreenBox): ScreenBox | null {
  const others = screens.filter((each) => !same(each, current));
  return others.reduce<ScreenBox | null>(
    (best, each) => (best === null || each.width * each.height > best.width * best.height ? each : best),
    null,
  );
}

/** A window without tabs and address; on a screen of its own it fills it. */
export function windowFeatures(place: ScreenBox | null): string {
  if (place === null) return 'popup,width=1280,height=720';
  return `popup,fullscreen,left=${place.left},top=${place.top},width=${place.width},height=${place.height}`;
}
