import { Link, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useKeptQuery } from '../../api/kept';
import { language } from '../../i18n';
import { Page } from '../../ui/page';
import { RelationshipHistory } from '../shared/history/RelationshipHistory';
import { Missing } from '../shared/Missing';
import { ToldNotice, useTold } from '../shared/Told';
import { EndCard } from './relationship/EndCard';
import { EndDialog, type EndStep } from './relationship/EndDialog';
import { Privileges } from './relationship/Privileges';
import { type Relationship, RelationshipQuery } from './relationship/query';
import { RelationshipFacts } from './relationship/RelationshipFacts';
import { RelinquishDialog } from './relationship/RelinquishDialog';
import './partner.css';

/** One relationship: what stands, what has ended, what happened, and the ways to end it (R21–R23). */
export function RelationshipPage() {
  const { relationshipId } = useParams({ from: '/app/relationships/$relationshipId' });
  const [{ data, error, fetching }, again] = useKeptQuery({
    query: RelationshipQuery,
    variables: { id: relationshipId, locale: language() },
  });
  const reload = () => again({ requestPolicy: 'network-only' });
  if (!data?.relationship) return <Missing error={error} fetching={fetching} onRetry={reload} />;
  return <OneRelationship key={relationshipId} relationship={data.relationship} onReload={reload} />;
}

function OneRelationship({ relationship, onReload }: { relationship: Relationship; onReload: () => void }) {
  const { t } = useTranslation('partner');
  const [opened, setOpened] = useState<EndStep | 'relinquish' | null>(null);
  const told = useTold();
  const dialog = {
    relationship,
    onReload,
    onClose: () => setOpened(null),
    onDone: (text: string) => {
      setOpened(null);
      told.say(text);
    },
  };
  return (
    <Page
      title={t('relationship.title', { name: relationship.customer?.name ?? t('relationship.nobody') })}
      above={<Link to="/app/relationships">{t('relationship.back')}</Link>}
    >
      <ToldNotice told={told} />
      <div className="cards">
        <RelationshipFacts relationship={relationship} />
        <Privileges relationship={relationship} onRelinquish={() => setOpened('relinquish')} />
      </div>
      {relationship.status !== 'ENDED' && <EndCard relationship={relationship} onOpen={setOpened} />}
      <RelationshipHistory id={relationship.id} />
      {opened === 'relinquish' && <RelinquishDialog {...dialog} />}
      {opened !== null && opened !== 'relinquish' && <EndDialog step={opened} {...dialog} />}
    </Page>
  );
}
