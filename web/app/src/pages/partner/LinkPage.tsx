import { Link, useParams, useSearch } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useKeptQuery } from '../../api/kept';
import { useOwnPartner, useViewer } from '../../api/viewer';
import { language } from '../../i18n';
import { useFormat } from '../../i18n/format';
import { Button } from '../../ui/buttons';
import { Card, Facts, Page } from '../../ui/page';
import { Name } from '../../ui/states';
import { Missing } from '../shared/Missing';
import { Acceptances } from './requesting/Acceptances';
import { ChangeLink } from './requesting/ChangeLink';
import { Declines } from './requesting/Declines';
import { LinkFunnel } from './requesting/LinkFunnel';
import { LinkQuery, type OneLink } from './requesting/link';
import { LinkAddress } from './requesting/LinkAddress';
import { LinkStatus } from './requesting/LinkStatus';
import { MailCard } from './requesting/MailCard';
import { Narrowed } from './requesting/Narrowed';
import { useDraft } from './requesting/useMail';
import './requesting/requesting.css';

/** One link: its terms, what has come of it, the mail again, and its end. */
export function LinkPage() {
  const { inviteId } = useParams({ from: '/app/links/$inviteId' });
  const [{ data, error, fetching }, again] = useKeptQuery({ query: LinkQuery, variables: { id: inviteId, locale: language() } });
  const refresh = () => again({ requestPolicy: 'network-only' });
  const link = data?.node?.__typename === 'Invite' && data.node.id === inviteId ? data.node : null;
  if (link) return <Found key={link.id} link={link} isDefault={link.id === data?.viewer?.partner?.invite?.id} onRefresh={refresh} />;
  return <Missing error={error} fetching={fetching} onRetry={refresh} />;
}

interface FoundProps {
  link: OneLink;
  isDefault: boolean;
  onRefresh: () => void;
}

function Found({ link, isDefault, onRefresh }: FoundProps) {
  const { t } = useTranslation('requesting');
  const search = useSearch({ from: '/app/links/$inviteId' });
  const narrowed = search.filter !== undefined || search.asOf !== undefined;
  const lists = (
    <>
      {!search.filter?.declinedBetween && <Acceptances inviteId={link.id} search={search} />}
      {!search.filter?.acceptedBetween && <Declines inviteId={link.id} search={search} />}
    </>
  );
  const title = isDefault ? t('links.default') : (link.label ?? t('links.unlabelled'));
  return (
    <Page title={title} above={<Link to="/app/links">{t('one.back')}</Link>}>
      <Narrowed inviteId={link.id} search={search} />
      {narrowed && lists}
      <Card title={t('one.terms')}>
        <Terms link={link} />
        <LinkAddress url={link.url} />
      </Card>
      <LinkFunnel link={link} />
      {!narrowed && lists}
      <MailAgain link={link} />
      <ChangeLink link={link} isDefault={isDefault} onRefresh={onRefresh} />
    </Page>
  );
}

function Terms({ link }: { link: OneLink }) {
  const { t } = useTranslation('requesting');
  const format = useFormat();
  const asks = link.delegatedAdmin ? format.list(link.services.map(service => service.name)) : t('links.noPrivileges');
  return (
    <Facts
      items={[
        { term: t('one.status'), value: <LinkStatus status={link.status} graceEndsAt={link.graceEndsAt} /> },
        { term: t('one.asks'), value: asks },
        ...(link.reseller ? [{ term: t('one.inName'), value: <Name>{link.reseller.name}</Name> }] : []),
        { term: t('one.expires'), value: link.expiresAt ? format.moment(link.expiresAt) : t('one.never') },
        { term: t('one.limit'), value: link.maxUses === null ? t('one.anyNumber') : format.number(link.maxUses) },
        { term: t('one.made'), value: format.moment(link.createdAt) },
      ]}
    />
  );
}

/** The mail for one more customer: of whom may send it, as long as the link is good. */
function MailAgain({ link }: { link: OneLink }) {
  const { t } = useTranslation('requesting');
  const viewer = useViewer();
  const { status } = useOwnPartner();
  const draft = useDraft();
  const [shown, setShown] = useState(false);
  const frame = useRef<HTMLDivElement>(null);
  // The button has gone: the focus goes to what it has brought.
  useEffect(() => {
    if (shown) frame.current?.focus();
  }, [shown]);
  if (shown) {
    return (
      <div ref={frame} tabIndex={-1}>
        <MailCard inviteId={link.id} draft={draft} withLink={false} />
      </div>
    );
  }
  const why = !viewer.has('ADMIN_AGENT', 'SALES_AGENT', 'GLOBAL_ADMIN')
    ? t('one.mailHelpdesk')
    : status === 'SUSPENDED'
      ? t('may.suspended')
      : link.status === 'ACTIVE'
        ? null
        : t('one.mailUnusable');
  return (
    <Card title={t('one.mail')}>
      <p>{why ?? t('one.mailHelp')}</p>
      {why === null && (
        <div>
          <Button onPress={() => setShown(true)}>{t('one.showMail')}</Button>
        </div>
      )}
    </Card>
  );
}
