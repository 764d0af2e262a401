import { createContext, useContext } from 'react';
import type { Display } from '../display/display.ts';
import type { useShare } from '../useShare.ts';

/** What lives as long as the lesson runs, in whichever of the console's modes it is shown. */
export type LiveTools = { readonly sharing: ReturnType<typeof useShare>; readonly display: Display };

export const LiveToolsContext = createContext<LiveTools | null>(null);

export function useLiveTools(): LiveTools {
  const tools = useContext(LiveToolsContext);
  if (tools === null) throw new Error('useLiveTools outside a running lesson');
  return tools;
}
