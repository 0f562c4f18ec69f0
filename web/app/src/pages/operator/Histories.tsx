import { useTranslation } from 'react-i18next';
import { type Endless, useEndless } from '../../api/endless';
import { graphql } from '../../api/graphql';
import { language } from '../../i18n';
import { HistoryEvent } from '../shared/history/event';
import { HistorySection } from '../shared/history/HistorySection';
import { newestFirst } from '../shared/history/newest';

const PartnerHistoryQuery = graphql(
  `
    query OnePartnerHistory($id: ID!, $locale: String!, $first: Int, $after: String) {
      partner(id: $id) {
        id
        history(last: $first, before: $after) {
          nodes { ...HistoryEvent }
          pageInfo { hasPreviousPage startCursor }
        }
      }
    }
  `,
  [HistoryEvent],
);

const CustomerHistoryQuery = graphql(
  `
    query OneCustomerHistory($id: ID!, $locale: String!, $first: Int, $after: String) {
      customer(id: $id) {
        id
        history(last: $first, before: $after) {
          nodes { ...HistoryEvent }
          pageInfo { hasPreviousPage startCursor }
        }
      }
    }
  `,
  [HistoryEvent],
);

export function PartnerHistory({ id }: { id: string }) {
  const variables = { id, locale: language() };
  return <History list={useEndless(PartnerHistoryQuery, variables, data => newestFirst(data.partner?.history), 25)} />;
}

export function CustomerHistory({ id }: { id: string }) {
  const variables = { id, locale: language() };
  return <History list={useEndless(CustomerHistoryQuery, variables, data => newestFirst(data.customer?.history), 25)} />;
}

/** What has happened to a company. */
function History({ list }: { list: Endless<HistoryEvent> }) {
  const { t } = useTranslation('history');
  return <HistorySection title={t('title')} list={list} />;
}
