import { createContext, useContext, useMemo, useState } from 'react';
import type { RoomId } from '../../../../shared/kernel/ids.ts';
import type { JoinedSession } from '../../../live/live.types.ts';
import { type Conversation, conversationOf, type LineActions } from '../../../live/private-line.ts';
import { useReadable } from '../../../ui/use-readable.ts';
import { useLive } from '../live-context.ts';

/** Which room's private line 私线 stands open on the lecturer's desk; on a panel that pupils see there is none. */
export type Lines = {
  readonly openRoomId: RoomId | null;
  open(roomId: RoomId): void;
  close(): void;
};

export const LinesContext = createContext<Lines | null>(null);

export function useNewLines(): Lines {
  const [openRoomId, setOpen] = useState<RoomId | null>(null);
  return useMemo(() => ({ openRoomId, open: setOpen, close: () => setOpen(null) }), [openRoomId]);
}

/** Null for whom lines do not concern. */
export const useLines = (): Lines | null => useContext(LinesContext);

type Session = Pick<JoinedSession, 'sessionId' | 'view'>;

export function useConversation({ view }: Pick<Session, 'view'>, roomId: RoomId): Conversation {
  const pending = useReadable(useLive().pending);
  return conversationOf({ view, pending, roomId, side: 'lecturer' });
}

export function useLineActions({ sessionId }: Pick<Session, 'sessionId'>, roomId: RoomId): LineActions {
  const live = useLive();
  return useMemo(
    () => ({
      say: (text) => live.command('line.say', { sessionId, roomId, text }),
      read: (upTo) => void live.command('line.read', { sessionId, roomId, upTo }),
    }),
    [live, sessionId, roomId],
  );
}
