import { useTranslation } from 'react-i18next';
import { useOwnPartner } from '../../../api/viewer';
import { Card, Facts } from '../../../ui/page';
import { Name } from '../../../ui/states';
import type { Subscription } from './query';

/** Who sold it, who is billed, who is of record, who administers and who supports: kept apart. */
export function Parties({ subscription }: { subscription: Subscription }) {
  const { t } = useTranslation('partner');
  const { soldByOperator, originalReseller, billedPartner, partnerOfRecord, delegatedAdmin, supportContact } = subscription;
  // Of these three null is the operator, or else a partner that the viewer may not see (R27); of the others nobody, as well.
  const absent = soldByOperator ? t('subscription.operator') : t('subscription.hidden');
  return (
    <Card title={t('subscription.parties')}>
      <Facts
        items={[
          { term: t('subscription.original'), value: <Party partner={originalReseller} absent={absent} /> },
          { term: t('subscription.billed'), value: <Party partner={billedPartner} absent={absent} /> },
          { term: t('subscription.support'), value: <Party partner={supportContact} absent={absent} /> },
          { term: t('subscription.record'), value: <Party partner={partnerOfRecord} absent={t('subscription.nobody')} /> },
          { term: t('subscription.admin'), value: <Party partner={delegatedAdmin} absent={t('subscription.nobody')} /> },
        ]}
      />
    </Card>
  );
}

function Party({ partner, absent }: { partner: { id: string; name: string } | null; absent: string }) {
  const { t } = useTranslation('partner');
  const own = useOwnPartner();
  if (!partner) return absent;
  return <Name>{partner.id === own.id ? t('subscription.you', { name: partner.name }) : partner.name}</Name>;
}
