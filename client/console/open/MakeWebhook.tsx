import { Button, Checkbox, Drawer, Form, Input } from 'antd';
import { type WebhookEvent, webhookEvent } from '../../../shared/webhook.ts';
import { useRouteForm } from '../api/useRouteForm.ts';
import { Trouble } from '../shell/Trouble.tsx';
import { useText } from '../text.ts';
import { askedAs, type Place, toBody } from './open.model.ts';
import { PlaceInput } from './PlaceInput.tsx';
import { Secret } from './Secret.tsx';

type MakeProps = { readonly home: Place; readonly onClose: () => void };
type Values = { name?: string; url?: string; events?: WebhookEvent[]; place?: Place };

/** A new address, and its secret this once. */
export function MakeWebhook({ home, onClose }: MakeProps) {
  const t = useText();
  const make = useRouteForm('webhook.add', { toBody: toBody<Values>, askedAs, refresh: ['webhook.list'] });
  const initial: Values = { place: home, events: [...webhookEvent.options] };
  return (
    <Drawer open onClose={onClose} title={t('webhook.make')} size={520} destroyOnHidden>
      {make.answer === undefined ? (
        <Form {...make.formProps} initialValues={initial}>
          <Form.Item name="name" label={t('open.name')} extra={t('open.nameHelp')}>
            <Input />
          </Form.Item>
          <Form.Item name="url" label={t('webhook.url')} extra={t('webhook.urlHelp')}>
            <Input autoCapitalize="none" spellCheck={false} inputMode="url" placeholder="https://" />
          </Form.Item>
          <Form.Item name="place" label={t('open.place')}>
            <PlaceInput />
          </Form.Item>
          <Form.Item name="events" label={t('webhook.events')}>
            <Checkbox.Group
              className="open-events"
              options={webhookEvent.options.map((each) => ({
                value: each,
                label: t(`webhook.event.${each}`),
              }))}
            />
          </Form.Item>
          {make.error && <Trouble error={make.error} />}
          <Button type="primary" htmlType="submit" loading={make.pending}>
            {t('webhook.make')}
          </Button>
        </Form>
      ) : (
        <Secret label={t('webhook.secret')} secret={make.answer.secret} />
      )}
    </Drawer>
  );
}
