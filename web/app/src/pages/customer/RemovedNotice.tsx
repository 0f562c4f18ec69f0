import { useTranslation } from 'react-i18next';
import { useFormat } from '../../i18n/format';
import { Name } from '../../ui/states';
import { Told } from '../shared/Told';
import { byPartner, type Held } from './removal';

/** Says what has been removed, and how it is undone (R10, R21). */
export function RemovedNotice({ removed }: { removed: readonly Held[] }) {
  const { t } = useTranslation('customer');
  const format = useFormat();
  if (removed.length === 0) return <Told title={t('remove.doneNothing')} />;
  return (
    <Told title={t('remove.done')}>
      <ul className="changes">
        {byPartner(removed).map(({ id, name, services }) => (
          <li key={id}>
            <Name>{name}</Name>
            {t('remove.colon')}
            {format.list(services)}
          </li>
        ))}
      </ul>
      <p>{t('remove.undo')}</p>
    </Told>
  );
}
