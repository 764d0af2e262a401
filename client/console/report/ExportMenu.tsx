import { DownOutlined } from '@ant-design/icons';
import { useMutation } from '@tanstack/react-query';
import { App, Button, Dropdown } from 'antd';
import { appErrorOf } from '../api/ask.ts';
import { saveFile } from '../api/save.ts';
import { errorText, useLanguage, useText } from '../text.ts';

/** As people choose: to work with, to print, for other programs. */
const formats = ['xlsx', 'pdf', 'csv', 'json'] as const;

type ExportProps = {
  /** Without its ending, as `/api/report/files/report`. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string | number | undefined>>;
  readonly label: string;
  readonly type?: 'default' | 'link';
};

/** What is shown, as a file of the chosen kind. */
export function ExportMenu({ path, query = {}, label, type = 'default' }: ExportProps) {
  const t = useText();
  const locale = useLanguage((language) => language.locale);
  const { message } = App.useApp();
  const save = useMutation({
    mutationFn: (format: string) => {
      const asked: ExportProps['query'] = { ...query, locale };
      const given = Object.entries(asked).flatMap(([name, value]) =>
        value === undefined || value === '' ? [] : [[name, String(value)]],
      );
      return saveFile(`${path}.${format}?${new URLSearchParams(given)}`);
    },
    onError: (cause) => void message.error(errorText(t, appErrorOf(cause)), 8),
  });
  return (
    <Dropdown
      trigger={['click']}
      disabled={save.isPending}
      menu={{
        items: formats.map((key) => ({ key, label: t(`export.as.${key}`) })),
        onClick: ({ key }) => save.mutate(key),
      }}
    >
      <Button className="no-print" type={type} loading={save.isPending}>
        {save.isPending ? t('export.making') : label} <DownOutlined aria-hidden="true" />
      </Button>
    </Dropdown>
  );
}
