import { App, Select } from 'antd';
import { type RecordingCard, type RecordingLicence, recordingLicence } from '../../../shared/recording.ts';
import { appErrorOf } from '../api/ask.ts';
import { useSubmit } from '../api/queries.ts';
import { errorText, useText } from '../text.ts';

/** Who may see it; opening it to everybody is asked about first, since it cannot be taken out of anybody's hands again. */
export function Licence({ card }: { readonly card: RecordingCard }) {
  const t = useText();
  const { modal, message } = App.useApp();
  const save = useSubmit('recording.licence', { refresh: ['recording.list'] });
  if (card.state === 'removed') return '—';
  if (!card.may.includes('change')) return t(`asset.licence.${card.licence}`);
  const send = (licence: RecordingLicence) =>
    save.mutate(
      { recordingId: card.recordingId, licence },
      { onError: (error) => void message.error(errorText(t, appErrorOf(error))) },
    );
  const choose = (licence: RecordingLicence) => {
    if (licence !== 'public') return send(licence);
    modal.confirm({
      title: t('asset.licence.ask'),
      content: t('asset.licence.askMore'),
      okText: t('asset.licence.open'),
      cancelText: t('app.cancel'),
      onOk: () => send(licence),
    });
  };
  return (
    <Select<RecordingLicence>
      aria-label={t('asset.licence')}
      className="recordings-licence"
      value={card.licence}
      loading={save.isPending}
      onChange={choose}
      options={recordingLicence.options.map((value) => ({ value, label: t(`asset.licence.${value}`) }))}
    />
  );
}
