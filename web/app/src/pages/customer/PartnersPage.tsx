import { useCallback, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useKeptQuery } from '../../api/kept';
import { useEndless } from '../../api/endless';
import { useViewer } from '../../api/viewer';
import { language } from '../../i18n';
import { Button, ButtonLink } from '../../ui/buttons';
import { Page } from '../../ui/page';
import { Notice } from '../../ui/states';
import { keepFocus } from '../shared/focus';
import { Delegations } from './Delegations';
import { EndedRelationships } from './EndedRelationships';
import { DelegationsQuery, type OwnRelationship, RelationshipsQuery } from './queries';
import { RelationshipsTable } from './RelationshipsTable';
import { type Held, heldOf, type Target } from './removal';
import { RemoveDialog } from './RemoveDialog';
import { RemovedNotice } from './RemovedNotice';

/** Keeps relationships that have no end yet: those that stand. */
const standing = { standingAt: '9999-12-31T00:00:00Z' };

/** All partners of all services (R15), and the way to take privileges back (R21). */
export function PartnersPage() {
  return <Partners />;
}

function Partners() {
  const { t } = useTranslation('customer');
  const mayRemove = useViewer().has('GLOBAL_ADMIN');
  const [target, setTarget] = useState<Target | null>(null);
  const [ended, setEnded] = useState<Held[] | null>(null);
  const list = useEndless(
    RelationshipsQuery,
    { filter: standing, locale: language() },
    data => data.viewer?.customer?.relationships,
    100,
  );
  const [delegations, again] = useKeptQuery({ query: DelegationsQuery, variables: { locale: language() } });
  const services = delegations.data?.viewer?.customer?.delegations;
  const held = useMemo(() => heldOf(services ?? []), [services]);

  const ask = useCallback((next: Target) => {
    setEnded(null);
    setTarget(next);
  }, []);
  function reload() {
    list.retry();
    again({ requestPolicy: 'network-only' });
  }
  const remove = mayRemove ? ask : null;

  return (
    <Page
      title={t('partners.title')}
      intro={t('partners.intro')}
      actions={mayRemove && held.length > 0 && <Button kind="danger" onPress={() => ask({ kind: 'all' })}>{t('remove.all')}</Button>}
    >
      {!mayRemove && (
        <Notice title={t('readOnly.title')}>
          <p>{t('readOnly.help')}</p>
        </Notice>
      )}
      {ended && <RemovedNotice removed={ended} />}
      <Proposals relationships={list.rows} />
      <RelationshipsTable list={list} held={held} onRemove={remove} />
      <Delegations query={delegations} relationships={list.rows} onRemove={remove} onRetry={() => again({ requestPolicy: 'network-only' })} />
      <EndedRelationships />
      {target && (
        <RemoveDialog
          target={target}
          held={held}
          version={versionFor(target, list.rows)}
          onClose={() => {
            setTarget(null);
            keepFocus();
          }}
          onDone={done => {
            setTarget(null);
            setEnded(done);
          }}
          onReload={reload}
        />
      )}
    </Page>
  );
}

/** The version that a removal from one partner names: of its own relationship, or else of one in which it is the reseller. */
function versionFor(target: Target, relationships: readonly OwnRelationship[]): number | null {
  if (target.kind === 'all') return null;
  const { id } = target.partner;
  const own = relationships.find(one => one.partner?.id === id) ?? relationships.find(one => one.reseller?.id === id);
  return own?.version ?? null;
}

/** Ends that partners have proposed and that wait for the customer's answer (R23). */
function Proposals({ relationships }: { relationships: readonly OwnRelationship[] }) {
  const { t } = useTranslation('customer');
  const waiting = relationships.filter(one => one.status === 'ENDING' && one.end?.proposedBy !== 'CUSTOMER');
  return waiting.map(one => (
    <Notice key={one.id} tone="warning" title={t('partners.proposed', { name: one.partner?.name ?? '' })}>
      <p>{t('partners.proposedHelp')}</p>
      <ButtonLink small to="/app/partners/$relationshipId" params={{ relationshipId: one.id }}>
        {t('partners.answer')}
      </ButtonLink>
    </Notice>
  ));
}
