import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App } from 'antd';
import type { DeviceId } from '../../../shared/kernel/ids.ts';
import { appErrorOf, askOrThrow } from '../api/ask.ts';
import { errorText, useText } from '../text.ts';

type Count = Record<'asked' | 'offline' | 'inLesson' | 'failed', number>;

/** Asks screens to check themselves, one after the other, and says what came of it. */
export function useCheck() {
  const t = useText();
  const { message } = App.useApp();
  const client = useQueryClient();
  return useMutation({
    mutationFn: async (deviceIds: readonly DeviceId[]) => {
      const count: Count = { asked: 0, offline: 0, inLesson: 0, failed: 0 };
      let trouble: unknown = null;
      for (const deviceId of deviceIds) {
        try {
          count[(await askOrThrow('device.check', { deviceId })).state] += 1;
        } catch (cause) {
          count.failed += 1;
          trouble = cause;
        }
      }
      if (trouble !== null && deviceIds.length === 1) throw trouble;
      return count;
    },
    onSuccess: async (count, deviceIds) => {
      await client.invalidateQueries({ queryKey: ['device.list'] });
      if (deviceIds.length > 1) return void message.info(t('device.checkedMany', count));
      if (count.asked > 0) return void message.success(t('device.checkAsked'));
      void message.warning(t(count.offline > 0 ? 'device.checkOffline' : 'device.checkInLesson'));
    },
    onError: (cause) => void message.error(errorText(t, appErrorOf(cause))),
  });
}
