import '../home/home.css';
import { Button } from 'antd';
import { Link, useNavigate } from 'react-router';
import { useAnswer } from '../api/queries.ts';
import { useText } from '../text.ts';
import { useCount } from './list/useCount.ts';
import { stepsOf } from './steps.model.ts';

type StepsProps = {
  /** The next step is the page's main action. */
  readonly prominent?: boolean;
};

/** What a fresh installation still lacks, in the order in which it has to be filled. Gone once all is there. */
export function SetupSteps({ prominent = false }: StepsProps) {
  const t = useText();
  const navigate = useNavigate();
  const counts = {
    schools: useCount('school'),
    rooms: useCount('room'),
    classes: useCount('class'),
    people: useCount('person'),
    needs: useCount('need'),
    links: useCount('link'),
    devices: useAnswer('device.list', {}).data?.length,
  };
  const steps = stepsOf(counts);
  if (steps === null) return null;
  const next = steps.find((step) => step.state === 'next');
  return (
    <section className="steps" aria-label={t('steps.title')}>
      <h2 className="section-title">{t('steps.title')}</h2>
      <ol>
        {steps.map((step) => (
          <li key={step.name} className={`step-${step.state}`}>
            <span>{t(`directory.${step.name}`)}</span>
            <span className="quiet">{t(`steps.${step.state}`, { total: step.count })}</span>
          </li>
        ))}
      </ol>
      {next && prominent && (
        <Button type="primary" size="large" onClick={() => void navigate(next.to)}>
          {t(`steps.do.${next.name}`)}
        </Button>
      )}
      {next && !prominent && <Link to={next.to}>{t(`steps.do.${next.name}`)}</Link>}
    </section>
  );
}
