import { Link } from '@tanstack/react-router';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useQuery } from 'urql';
import { useEndless } from '../../api/endless';
import { graphql, type ResultOf } from '../../api/graphql';
import { useOwnPartner, useViewer } from '../../api/viewer';
import { language } from '../../i18n';
import { useFormat } from '../../i18n/format';
import { ButtonLink } from '../../ui/buttons';
import { Page } from '../../ui/page';
import { Empty, Name } from '../../ui/states';
import { type Column, EndlessTable } from '../../ui/table';
import { LinkStatus } from './requesting/LinkStatus';
import './requesting/requesting.css';

const LinksQuery = graphql(`
  query Links($first: Int, $after: String, $locale: String!) {
    viewer {
      partner {
        id
        invites(first: $first, after: $after) {
          totalCount
          nodes {
            id status label delegatedAdmin expiresAt graceEndsAt maxUses viewCount acceptCount declineCount createdAt
            services { code name(locale: $locale) }
            reseller { id name }
          }
          pageInfo { hasNextPage endCursor }
        }
      }
    }
  }
`);

const DefaultLinkQuery = graphql(`query DefaultLink { viewer { partner { id invite { id } } } }`);

type Own = NonNullable<NonNullable<ResultOf<typeof LinksQuery>['viewer']>['partner']>;
type Row = NonNullable<Own['invites']>['nodes'][number];

/** All of a partner's links, newest first. */
export function LinksPage() {
  const { t } = useTranslation('requesting');
  const { type } = useOwnPartner();
  const mayRequest = useMayRequest();
  const list = useEndless(LinksQuery, { locale: language() }, data => data.viewer?.partner?.invites, 25);
  const columns = useColumns();
  return (
    <Page
      title={t('links.title')}
      intro={type === 'INDIRECT_RESELLER' ? t('links.introReseller') : t('links.intro')}
      actions={
        mayRequest && (
          <ButtonLink to="/app/request" kind="primary">
            {t('links.request')}
          </ButtonLink>
        )
      }
    >
      <EndlessTable list={list} label={t('links.label')} columns={columns} idOf={row => row.id} empty={<NoLinks />} />
    </Page>
  );
}

function useMayRequest(): boolean {
  const viewer = useViewer();
  const { type, status } = useOwnPartner();
  return type !== 'INDIRECT_RESELLER' && status === 'ACTIVE' && viewer.has('ADMIN_AGENT', 'SALES_AGENT', 'GLOBAL_ADMIN');
}

function NoLinks() {
  const { t } = useTranslation('requesting');
  const mayRequest = useMayRequest();
  const help = useNoLinksHelp(mayRequest);
  return (
    <Empty title={t('links.none')}>
      <p>{help}</p>
      {mayRequest && (
        <ButtonLink to="/app/request" kind="primary">
          {t('links.request')}
        </ButtonLink>
      )}
    </Empty>
  );
}

/** What to do where there is no link: to whom it falls is not the same for everyone. */
function useNoLinksHelp(mayRequest: boolean): string {
  const { t } = useTranslation('requesting');
  const { type, status } = useOwnPartner();
  if (mayRequest) return t('links.noneHelp');
  if (type === 'INDIRECT_RESELLER') return t('links.noneReseller');
  return status === 'SUSPENDED' ? t('may.suspended') : t('links.noneOther');
}

function useColumns(): Column<Row>[] {
  const { t } = useTranslation('requesting');
  const format = useFormat();
  const [{ data }] = useQuery({ query: DefaultLinkQuery });
  const defaultId = data?.viewer?.partner?.invite?.id;
  return useMemo(
    () => [
      { id: 'link', header: t('links.columns.link'), cell: ({ row }) => <LinkCell row={row.original} isDefault={row.id === defaultId} /> },
      { id: 'status', header: t('links.columns.status'), cell: ({ row }) => <LinkStatus {...row.original} /> },
      {
        id: 'expires',
        header: t('links.columns.expires'),
        cell: ({ row: { original } }) => (original.expiresAt ? format.moment(original.expiresAt) : t('links.unlimited')),
      },
      { id: 'views', header: t('links.columns.views'), cell: ({ row }) => format.number(row.original.viewCount) },
      {
        id: 'uses',
        header: t('links.columns.uses'),
        cell: ({ row: { original } }) =>
          original.maxUses === null
            ? format.number(original.acceptCount)
            : t('links.usesOf', { used: format.number(original.acceptCount), max: format.number(original.maxUses) }),
      },
      { id: 'declines', header: t('links.columns.declines'), cell: ({ row }) => format.number(row.original.declineCount) },
      { id: 'made', header: t('links.columns.made'), cell: ({ row }) => format.day(row.original.createdAt) },
    ],
    [t, format, defaultId],
  );
}

function LinkCell({ row, isDefault }: { row: Row; isDefault: boolean }) {
  const { t } = useTranslation('requesting');
  const format = useFormat();
  return (
    <span className="link-cell">
      <Link to="/app/links/$inviteId" params={{ inviteId: row.id }}>
        <Name>{isDefault ? t('links.default') : (row.label ?? t('links.unlabelled'))}</Name>
      </Link>
      {row.reseller && <span className="quiet">{t('links.inName', { name: row.reseller.name })}</span>}
      <span className="quiet">
        {row.delegatedAdmin ? format.list(row.services.map(service => service.name)) : t('links.noPrivileges')}
      </span>
    </span>
  );
}
