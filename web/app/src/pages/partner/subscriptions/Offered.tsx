import { useTranslation } from 'react-i18next';
import { useQuery } from 'urql';
import { graphql } from '../../../api/graphql';
import { ButtonLink } from '../../../ui/buttons';
import { Notice } from '../../../ui/states';

const OfferedQuery = graphql(`
  query OfferedTransfers($partnerId: ID!) {
    partner(id: $partnerId) {
      id
      subscriptions(first: 1, filter: { transferOffered: true }) { totalCount nodes { id } }
    }
  }
`);

/** Points out the subscriptions that another partner wants to hand over (R41). */
export function Offered({ partner }: { partner: { id: string } }) {
  const { t } = useTranslation('partner');
  const [{ data }] = useQuery({ query: OfferedQuery, variables: { partnerId: partner.id } });
  const count = data?.partner?.subscriptions?.totalCount ?? 0;
  if (count === 0) return null;
  return (
    <Notice title={t('subscriptions.offeredTitle', { count })}>
      <p>{t('subscriptions.offeredHelp')}</p>
      <ButtonLink to="/app/subscriptions" search={{ offered: true }} small>
        {t('subscriptions.showOffered')}
      </ButtonLink>
    </Notice>
  );
}
