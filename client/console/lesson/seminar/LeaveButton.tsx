import { Button } from 'antd';
import { useNavigate } from 'react-router';
import { useText } from '../../text.ts';

/** Goes away from what others hold; coming back is one click on the day's list. */
export function LeaveButton() {
  const t = useText();
  const navigate = useNavigate();
  return (
    <Button size="large" onClick={() => void navigate('/')}>
      {t('seminar.leave')}
    </Button>
  );
}
