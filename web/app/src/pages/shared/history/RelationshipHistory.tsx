import { useTranslation } from 'react-i18next';
import { useEndless } from '../../../api/endless';
import { graphql } from '../../../api/graphql';
import { language } from '../../../i18n';
import { HistoryEvent } from './event';
import { HistorySection } from './HistorySection';
import { newestFirst } from './newest';

const HistoryQuery = graphql(
  `
    query RelationshipHistory($id: ID!, $locale: String!, $first: Int, $after: String) {
      relationship(id: $id) {
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

/** What has happened to a relationship, for either side of it. */
export function RelationshipHistory({ id }: { id: string }) {
  const { t } = useTranslation('history');
  const list = useEndless(
    HistoryQuery,
    { id, locale: language() },
    data => newestFirst(data.relationship?.history),
    25,
  );
  return <HistorySection title={t('ofRelationship')} list={list} />;
}
