import { useParams } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useKeptQuery } from '../../api/kept';
import { useViewer, WithViewer } from '../../api/viewer';
import { language } from '../../i18n';
import { useFormat } from '../../i18n/format';
import { session } from '../../session/session';
import { useSession } from '../../session/useSession';
import { Button, ButtonLink } from '../../ui/buttons';
import { Page } from '../../ui/page';
import { FailureState, Loading, Notice } from '../../ui/states';
import { Public } from '../Public';
import { Answer } from './Answer';
import { AskedFor } from './AskedFor';
import { askOf, embedded, type Preview, PreviewQuery } from './preview';

/** Where a link leads: who asks and for what (R9), then what accepting would do, then the answer. */
export function InvitePage() {
  const { _splat: token = '' } = useParams({ from: '/invite/$' });
  const { phase } = useSession();
  const known = embedded(token);
  useTranslation(); // the names of services are of the language
  return (
    <Public>
      {known?.problem ? (
        <Problem code={known.problem} />
      ) : phase === 'nobody' && known?.ask ? (
        <Anonymous token={token} ask={known.ask} />
      ) : (
        <Asked token={token} />
      )}
    </Public>
  );
}

function invitePath(token: string): string {
  return `/invite/${encodeURIComponent(token)}`;
}

function Anonymous({ token, ask }: { token: string; ask: ReturnType<typeof askOf> }) {
  const { t } = useTranslation('invite');
  return (
    <AskedFor ask={ask}>
      <p className="quiet">{t('nothingYet')}</p>
      {!ask.suspended && (
        <ButtonLink to="/app/sign-in" search={{ returnTo: invitePath(token) }} kind="primary">
          {t('signIn')}
        </ButtonLink>
      )}
    </AskedFor>
  );
}

/** Asks the server as who is signed in; after the answer the preview is asked for anew when it is looked at again. */
function Asked({ token }: { token: string }) {
  const { phase } = useSession();
  const [{ data, error, fetching }, again] = useKeptQuery({
    query: PreviewQuery,
    variables: { token, locale: language() },
    requestPolicy: 'cache-first', // each look counts as a view
  });
  const code = error?.graphQLErrors[0]?.extensions.code;
  if (typeof code === 'string' && code.startsWith('INVITE_')) return <Problem code={code} />;
  if (error && !data?.invite) return <FailureState error={error} onRetry={() => again({ requestPolicy: 'network-only' })} />;
  if (!data?.invite) return fetching ? <Loading /> : <Problem code="INVITE_INVALID" />;
  if (phase === 'nobody') return <Anonymous token={token} ask={askOf(data.invite)} />;
  return (
    <WithViewer unknown={<OtherUser token={token} preview={data.invite} />}>
      <ForViewer token={token} preview={data.invite} onStale={() => again({ requestPolicy: 'network-only' })} />
    </WithViewer>
  );
}

interface ForViewerProps {
  token: string;
  preview: Preview;
  onStale: () => void;
}

function ForViewer({ token, preview, onStale }: ForViewerProps) {
  const { t } = useTranslation('invite');
  const viewer = useViewer();
  const ask = askOf(preview);
  if (!viewer.customer || !preview.forViewer) return <OtherUser token={token} preview={preview} name={viewer.called} />;
  if (!viewer.has('GLOBAL_ADMIN')) {
    return (
      <AskedFor ask={ask}>
        <Notice tone="info" title={t('notAdmin.title')}>
          <p>{t('notAdmin.help', { customer: viewer.customer.name })}</p>
        </Notice>
      </AskedFor>
    );
  }
  if (viewer.customer.country !== preview.partner.country && !preview.forViewer.alreadyRelated) {
    return <OtherRegion preview={preview} customer={viewer.customer} />;
  }
  return <Answer token={token} preview={preview} customer={viewer.customer.name} onStale={onStale} />;
}

/** A partner invites customers of its own country or region alone (R7). */
function OtherRegion({ preview, customer }: { preview: Preview; customer: { name: string; country: string } }) {
  const { t } = useTranslation('invite');
  const format = useFormat();
  const places = { name: preview.partner.name, there: format.country(preview.partner.country), here: format.country(customer.country) };
  return (
    <AskedFor ask={askOf(preview)}>
      <Notice tone="warning" title={t('otherRegion.title')}>
        <p>{t('otherRegion.help', { ...places, customer: customer.name })}</p>
      </Notice>
    </AskedFor>
  );
}

function OtherUser({ token, preview, name = '' }: { token: string; preview: Preview; name?: string }) {
  const { t } = useTranslation('invite');
  async function change() {
    await session.signOut();
    await session.identity.begin(invitePath(token));
  }
  return (
    <AskedFor ask={askOf(preview)}>
      <Notice tone="info" title={t('notCustomer.title')}>
        <p>{t('notCustomer.help', { name })}</p>
        <Button kind="primary" onPress={change}>
          {t('notCustomer.others')}
        </Button>
      </Notice>
    </AskedFor>
  );
}

const problems = ['INVITE_INVALID', 'INVITE_REVOKED', 'INVITE_EXPIRED', 'INVITE_EXHAUSTED', 'UNAVAILABLE'] as const;

/** Why a link is of no use, and what to do (R8). */
function Problem({ code }: { code: string }) {
  const { t } = useTranslation(['invite', 'common']);
  const problem = problems.find(one => one === code) ?? 'INVITE_INVALID';
  return (
    <section className="ask" data-problem={problem}>
      <Page title={t(`problems.${problem}.title`)} intro={t(`problems.${problem}.help`)}>
        {problem === 'UNAVAILABLE' && (
          <Button kind="primary" onPress={() => location.reload()}>
            {t('common:retry')}
          </Button>
        )}
      </Page>
    </section>
  );
}
