import type { ScreenBox } from './display.model.ts';
import type { DisplayHost, Screens } from './display.ts';

/** Newer than the type library: what the Window Management API gives. */
type Details = EventTarget & { readonly screens: readonly Detailed[]; readonly currentScreen: Detailed };
type Detailed = {
  readonly availLeft?: number;
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
};
type Managed = { getScreenDetails?: () => Promise<Details> };

const boxOf = ({ left, top, width, height }: Detailed): ScreenBox => ({ left, top, width, height });

async function screens(): Promise<Screens | null> {
  const { getScreenDetails } = window as Managed;
  if (getScreenDetails === undefined) return null;
  try {
    const details = await getScreenDetails.call(window);
    return {
      all: () => ({ screens: details.screens.map(boxOf), current: boxOf(details.currentScreen) }),
      onChange: (listener) => {
        details.addEventListener('screenschange', listener);
        return () => details.removeEventListener('screenschange', listener);
      },
    };
  } catch (cause) {
    // Saying no to the browser's question is an answer: the window is moved by hand then.
    if (cause instanceof DOMException) return null;
    throw cause;
  }
}

/** Whether the browser will ask before it tells about screens: then the console says first what the question is for. */
export async function willAsk(): Promise<boolean> {
  if (!('getScreenDetails' in window)) return false;
  try {
    const { state } = await navigator.permissions.query({ name: 'window-management' as PermissionName });
    return state === 'prompt';
  } catch (cause) {
    // Browsers that do not know the name of the permission do not know the question either.
    if (cause instanceof TypeError) return false;
    throw cause;
  }
}

export const browserHost: DisplayHost = {
  screens,
  open: (features) => window.open('', 'sanketang-class', features),
  every: (periodMs, work) => {
    const timer = setInterval(work, periodMs);
    return () => clearInterval(timer);
  },
};
