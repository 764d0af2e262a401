import { DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import { Button, Form } from 'antd';
import type { ReactNode } from 'react';
import { useText } from '../text.ts';

type RowListProps = {
  readonly name: string;
  readonly label: string;
  readonly addLabel: string;
  readonly columns: 2 | 3;
  /** The fields of the row at an index. */
  readonly children: (index: number) => ReactNode;
};

/** Rows of a form that can be added and taken away. */
export function RowList({ name, label, addLabel, columns, children }: RowListProps) {
  const t = useText();
  return (
    <fieldset className="row-list">
      <legend>{label}</legend>
      <Form.List name={name}>
        {(rows, { add, remove }) => (
          <>
            {rows.map((row, index) => (
              <div key={row.key} className={`row-of-${columns}`}>
                {children(row.name)}
                <Button
                  icon={<DeleteOutlined />}
                  aria-label={t('timetable.remove', { number: index + 1 })}
                  onClick={() => remove(row.name)}
                />
              </div>
            ))}
            <div>
              <Button icon={<PlusOutlined />} onClick={() => add()}>
                {addLabel}
              </Button>
            </div>
          </>
        )}
      </Form.List>
    </fieldset>
  );
}
