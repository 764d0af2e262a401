import { Button, Drawer, Form, Input } from 'antd';
import { useState } from 'react';
import type { PersonId } from '../../../shared/kernel/ids.ts';
import { pin } from '../../../shared/phone.ts';
import { appErrorOf } from '../api/ask.ts';
import { useAnswer, useMe, useSubmit } from '../api/queries.ts';
import { hasRole } from '../home/home.model.ts';
import { errorText, useText } from '../text.ts';

type Props = { readonly personId: PersonId; readonly name: string };

/** Whether somebody has a PIN for phones, and the way to a new one: by their administrator, or by themselves. */
export function PinButton({ personId, name }: Props) {
  const t = useText();
  const me = useMe().data;
  const known = useAnswer('person.listPins', {}).data;
  const [open, setOpen] = useState(false);
  const has = known?.personIds.includes(personId) ?? false;
  const words = t(has ? 'pin.change' : 'pin.set');
  const mayAsk = me !== undefined && (me.personId === personId || hasRole(me, 'admin'));
  if (!mayAsk) return null;
  return (
    <>
      {t(has ? 'pin.has' : 'pin.none')}{' '}
      <Button size="small" aria-label={`${words} ${name}`} onClick={() => setOpen(true)}>
        {words}
      </Button>
      <PinDrawer personId={personId} name={name} open={open} onClose={() => setOpen(false)} />
    </>
  );
}

type DrawerProps = Props & { readonly open: boolean; readonly onClose: () => void };

export function PinDrawer({ personId, name, open, onClose }: DrawerProps) {
  const t = useText();
  return (
    <Drawer open={open} title={t('pin.for', { name })} onClose={onClose} destroyOnHidden>
      <PinForm personId={personId} onDone={onClose} />
    </Drawer>
  );
}

function PinForm({ personId, onDone }: { readonly personId: PersonId; readonly onDone: () => void }) {
  const t = useText();
  const save = useSubmit('person.setPin', { refresh: ['person.listPins'], onDone });
  return (
    <Form
      layout="vertical"
      onFinish={(values: { pin: string }) => save.mutate({ personId, pin: values.pin })}
    >
      <Form.Item
        name="pin"
        label={t('pin.pin')}
        extra={t('pin.help')}
        rules={[
          {
            validator: async (_, value) => {
              if (!pin.safeParse(value).success) throw new Error(t('pin.wrong'));
            },
          },
        ]}
      >
        <Input.Password inputMode="numeric" maxLength={8} autoComplete="off" autoFocus />
      </Form.Item>
      {save.isError && <p role="alert">{errorText(t, appErrorOf(save.error))}</p>}
      <Button type="primary" htmlType="submit" loading={save.isPending}>
        {t('pin.save')}
      </Button>
    </Form>
  );
}
