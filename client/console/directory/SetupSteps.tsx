import '../home/home.css';
import { Link } from 'react-router';
import { useAnswer } from '../api/queries.ts';
import { useText } from '../text.ts';
import { stepsOf } from './steps.model.ts';

/** What a fresh installation still lacks, in the order in which it has to be filled. Gone once all is there. */
export function SetupSteps() {
  const t = useText();
  const counts = {
    schools: useAnswer('school.list', {}).data?.length,
    rooms: useAnswer('room.list', {}).data?.length,
    classes: useAnswer('class.list', {}).data?.length,
    people: useAnswer('person.list', {}).data?.length,
    needs: useAnswer('need.list', {}).data?.length,
    links: useAnswer('link.list', {}).data?.length,
    devices: useAnswer('device.list', {}).data?.length,
  };
  const steps = stepsOf(counts);
  if (steps === null) return null;
  return (
    <section className="steps" aria-label={t('steps.title')}>
      <h2 className="section-title">{t('steps.title')}</h2>
      <ol>
        {steps.map((step) => (
          <li key={step.name} className={`step-${step.state}`}>
            <span className="step-state">{t(`steps.${step.state}`, { total: step.count })}</span>
            {step.state === 'next' ? (
              <Link to={step.to}>{t(`steps.do.${step.name}`)}</Link>
            ) : (
              <span>{t(`steps.do.${step.name}`)}</span>
            )}
          </li>
        ))}
      </ol>
    </section>
  );
}
