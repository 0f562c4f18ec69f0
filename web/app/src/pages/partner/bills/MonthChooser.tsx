import { useTranslation } from 'react-i18next';
import { useNavigate } from '@tanstack/react-router';
import { ButtonLink } from '../../../ui/buttons';
import { Choice } from '../../../ui/fields';
import { monthAfter, useMonthName } from './months';

/** How many months there are to choose from; the buttons go further back. */
const offered = 24;

interface MonthChooserProps {
  month: string;
  /** The latest month of which there may be a bill. */
  latest: string;
}

/** Chooses the month whose bill is shown, in the address. */
export function MonthChooser({ month, latest }: MonthChooserProps) {
  const { t } = useTranslation('partner');
  const navigate = useNavigate({ from: '/app/bills' });
  const monthName = useMonthName();
  const recent = Array.from({ length: offered }, (_, i) => monthAfter(latest, -i));
  const months = recent.includes(month) ? recent : [month, ...recent].sort().reverse();
  return (
    <div className="months">
      <ButtonLink to="/app/bills" search={{ month: monthAfter(month, -1) }}>
        {t('bills.earlier')}
      </ButtonLink>
      <Choice
        label={t('bills.month')}
        items={months.map(value => ({ value, label: monthName(value) }))}
        value={month}
        onChange={value => void navigate({ search: { month: value } })}
      />
      {month < latest && (
        <ButtonLink to="/app/bills" search={{ month: monthAfter(month, 1) }}>
          {t('bills.later')}
        </ButtonLink>
      )}
    </div>
  );
}
