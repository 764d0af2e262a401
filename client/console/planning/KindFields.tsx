import './plan.css';
import { Form, type FormInstance, Select } from 'antd';
import { type LessonKind, type LessonMode, lessonKind } from '../../../shared/lesson.ts';
import { modesOf } from '../../../shared/session/session.policy.ts';
import { useText } from '../text.ts';
import { modeIn, type PlanValues } from './plan.model.ts';

type KindProps = {
  readonly form: FormInstance<PlanValues>;
  readonly kind: LessonKind;
  readonly mode: LessonMode;
};

/** Which of the three classrooms 三个课堂, and in which of the modes that it has. */
export function KindFields({ form, kind, mode }: KindProps) {
  const t = useText();
  const kinds = lessonKind.options.map((each) => ({ value: each, label: t(`kind.${each}`) }));
  const modes = modesOf(kind).map((each) => ({ value: each, label: t(`mode.${each}`) }));
  const settleMode = (chosen: LessonKind) => {
    const settled = modeIn(chosen, mode);
    if (settled !== undefined) form.setFieldsValue({ mode: settled });
  };
  return (
    <>
      <div className="field-pair">
        <Form.Item name="kind" label={t('kind.label')}>
          <Select options={kinds} onChange={settleMode} />
        </Form.Item>
        <Form.Item name="mode" label={t('mode.label')}>
          <Select options={modes} />
        </Form.Item>
      </div>
      <p className="mode-help quiet">{t(`mode.help.${mode}`)}</p>
    </>
  );
}
