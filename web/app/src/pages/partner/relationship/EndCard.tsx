import { useTranslation } from 'react-i18next';
import { useViewer } from '../../../api/viewer';
import { useFormat } from '../../../i18n/format';
import { Button } from '../../../ui/buttons';
import { Card } from '../../../ui/page';
import { Blockers } from './Blockers';
import type { EndStep } from './EndDialog';
import type { Relationship } from './query';

interface EndCardProps {
  relationship: Relationship;
  onOpen: (step: EndStep) => void;
}

/** Whether the end is proposed and by whom, and what the viewer can do about it (R23). */
export function EndCard({ relationship, onOpen }: EndCardProps) {
  const { t } = useTranslation('partner');
  const viewer = useViewer();
  const { end, partner, status } = relationship;
  const owner = partner?.id === viewer.partner?.id;
  return (
    <Card title={t('end.title')}>
      {status === 'ACTIVE' ? <p>{t('end.help')}</p> : <Proposed relationship={relationship} />}
      {end && <Blockers blockers={end.blockers} />}
      {!owner && <p className="quiet">{t('relationship.notOwner', { name: partner?.name ?? t('relationship.nobody') })}</p>}
      {owner && !viewer.has('ADMIN_AGENT', 'GLOBAL_ADMIN') && <p className="quiet">{t('relationship.roles')}</p>}
      {owner && viewer.has('ADMIN_AGENT', 'GLOBAL_ADMIN') && (
        <div className="row">
          {stepsOf(relationship).map(step => (
            <Button key={step} small kind={step === 'withdraw' ? 'secondary' : 'danger'} onPress={() => onOpen(step)}>
              {t(`end.${step}`)}
            </Button>
          ))}
        </div>
      )}
    </Card>
  );
}

/** One confirms the other side's proposal and withdraws one's own; of an imported one nobody knows whose it is. */
function stepsOf({ status, end }: Relationship): EndStep[] {
  if (status === 'ACTIVE') return ['propose'];
  if (end?.proposedBy === 'PARTNER') return ['withdraw'];
  return end?.proposedBy === 'CUSTOMER' ? ['confirm'] : ['confirm', 'withdraw'];
}

function Proposed({ relationship: { end, customer } }: { relationship: Relationship }) {
  const { t } = useTranslation('partner');
  const format = useFormat();
  const name = customer?.name ?? t('relationship.nobody');
  const day = end?.proposedAt ? format.day(end.proposedAt) : '';
  const side = end?.proposedBy === 'PARTNER' ? 'byYou' : end?.proposedBy === 'CUSTOMER' ? 'byThem' : 'byUnknown';
  return (
    <>
      <p>{t(`end.${side}`, { name, day })}</p>
      {end?.reason && <p>{t('end.reason', { reason: end.reason })}</p>}
    </>
  );
}
