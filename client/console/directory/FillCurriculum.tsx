import { App, Button } from 'antd';
import { askOrThrow } from '../api/ask.ts';
import { useText } from '../text.ts';
import { listEntries } from './list/entries.ts';
import { useWrite } from './list/useWrite.ts';
import { planSubjects, requiredPeriods } from './national-plan.model.ts';

/** Adds the subjects of the national plan that are not there yet; what is there stays as it is. */
export function FillCurriculum() {
  const t = useText();
  const { modal } = App.useApp();
  const fill = useWrite(
    async () => {
      const { rows } = await listEntries('subject', { limit: 1_000 });
      const there = new Set(rows.map(({ fields }) => fields['name']));
      const missing = planSubjects.filter((subject) => !there.has(t(`subject.${subject}`)));
      for (const subject of missing)
        await askOrThrow('subject.add', {
          name: t(`subject.${subject}`),
          order: (planSubjects.indexOf(subject) + 1) * 10,
          requiredPeriods: requiredPeriods(subject),
        });
      return missing.length;
    },
    { say: (count) => t('subject.filled', { count }) },
  );
  return (
    <Button
      loading={fill.isPending}
      onClick={() =>
        modal.confirm({
          title: t('subject.fill'),
          content: t('subject.fillLead'),
          onOk: () => fill.mutate(undefined),
        })
      }
    >
      {t('subject.fill')}
    </Button>
  );
}
