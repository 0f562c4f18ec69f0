import { Link, useParams } from '@tanstack/react-router';
import { useCallback, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useKeptQuery } from '../../api/kept';
import { useViewer } from '../../api/viewer';
import { language } from '../../i18n';
import { useFormat } from '../../i18n/format';
import { Button } from '../../ui/buttons';
import { Card, Facts, Page } from '../../ui/page';
import { Name, Notice } from '../../ui/states';
import { keepFocus } from '../shared/focus';
import { RelationshipHistory } from '../shared/history/RelationshipHistory';
import { Missing } from '../shared/Missing';
import { Told } from '../shared/Told';
import { PartnerKind, StatusCell } from './cells';
import './customer.css';
import type { Step } from './EndDialog';
import { EndOfRelationship } from './EndOfRelationship';
import { type Relationship, RelationshipQuery } from './partner';
import { Privileges } from './Privileges';
import type { Held, Target } from './removal';
import { RemovedNotice } from './RemovedNotice';
import { RemoveDialog } from './RemoveDialog';
import { Sold } from './Sold';
import { Support } from './Support';

/** One partner of a customer: whom to ask, what it may do, what was bought through it, and the way apart. */
export function PartnerPage() {
  const { relationshipId } = useParams({ from: '/app/partners/$relationshipId' });
  const [{ data, error, fetching }, again] = useKeptQuery({
    query: RelationshipQuery,
    variables: { id: relationshipId, locale: language() },
  });
  const reload = () => again({ requestPolicy: 'network-only' });
  if (!data?.relationship) return <Missing error={error} fetching={fetching} onRetry={reload} />;
  return <Partner key={data.relationship.id} relationship={data.relationship} onReload={reload} />;
}

interface PartnerProps {
  relationship: Relationship;
  onReload: () => void;
}

function Partner({ relationship, onReload }: PartnerProps) {
  const { t } = useTranslation('customer');
  const mayAct = useViewer().has('GLOBAL_ADMIN');
  const [target, setTarget] = useState<Target | null>(null);
  const [done, setDone] = useState<Done | null>(null);
  const held = useMemo(() => heldUnder(relationship), [relationship]);
  const { partner, reseller } = relationship;
  const name = partner?.name ?? t('unknownPartner');

  const ask = useCallback((next: Target) => {
    setDone(null);
    setTarget(next);
  }, []);
  const stands = relationship.status === 'ACTIVE';
  const end = (
    <EndOfRelationship
      relationship={relationship}
      mayAct={mayAct}
      onAsk={() => setDone(null)}
      onDone={step => setDone({ step })}
      onReload={onReload}
    />
  );
  const mayRemove = mayAct && held.some(one => one.partner.id === partner?.id);

  return (
    <Page
      title={name}
      above={<Link to="/app/partners">{t('partners.title')}</Link>}
      actions={
        mayRemove &&
        partner && (
          <Button kind="danger" onPress={() => ask({ kind: 'partner', partner })}>
            {t('remove.button')}
          </Button>
        )
      }
    >
      {!mayAct && (
        <Notice title={t('readOnly.title')}>
          <p>{t('readOnly.help')}</p>
        </Notice>
      )}
      {done && <DoneNotice done={done} name={name} />}
      {!stands && end}
      <div className="cards">
        <About relationship={relationship} />
        {partner && <Support of={partner} />}
        {reseller && <Support of={reseller} />}
      </div>
      <Privileges relationship={relationship} onRemove={mayAct ? ask : null} />
      {partner && <Sold partnerId={partner.id} name={name} />}
      {stands && end}
      <RelationshipHistory id={relationship.id} />
      {target && (
        <RemoveDialog
          target={target}
          held={held}
          version={target.kind !== 'all' && target.partner.id === partner?.id ? relationship.version : null}
          onClose={() => {
            setTarget(null);
            keepFocus();
          }}
          onDone={removed => {
            setTarget(null);
            setDone({ removed });
          }}
          onReload={onReload}
        />
      )}
    </Page>
  );
}

/** What was done last: privileges removed, or a step towards the end. */
type Done = { removed: Held[] } | { step: Step };

function DoneNotice({ done, name }: { done: Done; name: string }) {
  const { t } = useTranslation('customer');
  if ('removed' in done) return <RemovedNotice removed={done.removed} />;
  return (
    <Told key={done.step} title={t(`end.${done.step}.done`, { name })}>
      <p>{t(`end.${done.step}.doneHelp`, { name })}</p>
    </Told>
  );
}

/** The privileges that stand under a relationship, the reseller's too. */
function heldUnder(relationship: Relationship): Held[] {
  return relationship.delegatedAdminPrivileges.flatMap(({ status, partner, service }) =>
    status === 'ACTIVE' && partner ? [{ partner, service }] : [],
  );
}

function About({ relationship }: { relationship: Relationship }) {
  const { t } = useTranslation('customer');
  const format = useFormat();
  const { partner, reseller, acceptedAt, acceptedBy, endedAt } = relationship;
  const by = acceptedBy?.name;
  return (
    <Card title={t('about.title')}>
      <Facts
        items={[
          { term: t('columns.status'), value: <StatusCell {...relationship} /> },
          ...(partner ? [{ term: t('columns.type'), value: <PartnerKind {...partner} /> }] : []),
          ...(reseller ? [{ term: t('about.reseller'), value: <Name>{reseller.name}</Name> }] : []),
          { term: t('columns.since'), value: format.day(acceptedAt) },
          ...(by ? [{ term: t('about.acceptedBy'), value: <Name>{by}</Name> }] : []),
          ...(endedAt ? [{ term: t('columns.until'), value: format.day(endedAt) }] : []),
        ]}
      />
      {partner?.status === 'SUSPENDED' && <p className="quiet">{t('about.suspended')}</p>}
    </Card>
  );
}
