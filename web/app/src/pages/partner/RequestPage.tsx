import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useQuery } from 'urql';
import { graphql } from '../../api/graphql';
import { useOwnPartner } from '../../api/viewer';
import { language } from '../../i18n';
import { Page } from '../../ui/page';
import { FailureState, Loading } from '../../ui/states';
import { MailCard } from './requesting/MailCard';
import { MakeLink } from './requesting/MakeLink';
import { May } from './requesting/May';
import { defaultTerms, inputOf, type Problem } from './requesting/terms';
import { TermsCard } from './requesting/TermsCard';
import { useDraft } from './requesting/useMail';

const StartQuery = graphql(`
  query RequestStart($locale: String!) {
    services { code name(locale: $locale) }
    viewer {
      partner {
        id
        invite { id services { code name(locale: $locale) } }
        resellers(first: 100) { nodes { id name status } }
      }
    }
  }
`);

/** The mail that asks a customer for a relationship: what for, in which words, and the ways to take it along. */
export function RequestPage() {
  const { t } = useTranslation('requesting');
  return (
    <Page title={t('title')} intro={t('intro')}>
      <May>
        <Request />
      </May>
    </Page>
  );
}

function Request() {
  const partner = useOwnPartner();
  const [{ data, error }, again] = useQuery({ query: StartQuery, variables: { locale: language() } });
  const [terms, setTerms] = useState(defaultTerms);
  const [problems, setProblems] = useState<readonly Problem[]>([]);
  const [made, setMade] = useState<Readonly<Record<string, string>>>({});
  const [fresh, setFresh] = useState<string | null>(null);
  const draft = useDraft();
  const own = data?.viewer?.partner;

  if (!own && error) return <FailureState error={error} onRetry={() => again({ requestPolicy: 'network-only' })} />;
  if (!own) return <Loading rows={6} />;

  const asked = JSON.stringify(inputOf(terms));
  const isDefault = asked === '{}';
  const inviteId = made[asked] ?? (isDefault ? own.invite?.id : undefined);
  return (
    <>
      <TermsCard
        terms={terms}
        onChange={next => {
          setTerms(next);
          setProblems([]);
          setFresh(null);
        }}
        problems={problems}
        services={own.invite?.services ?? data.services}
        partner={partner.name}
        resellers={own.resellers?.nodes.filter(({ status }) => status === 'ACTIVE') ?? []}
      />
      {inviteId ? (
        <Made isNew={fresh === asked}>
          <MailCard key={inviteId} inviteId={inviteId} draft={draft} />
        </Made>
      ) : (
        <MakeLink
          key={asked}
          terms={terms}
          isDefault={isDefault}
          onProblems={setProblems}
          onMade={id => {
            setMade(before => ({ ...before, [asked]: id }));
            setFresh(asked);
          }}
        />
      )}
    </>
  );
}

/** Says that the link has been made, where the button to make it was, and takes the focus over from it. */
function Made({ isNew, children }: { isNew: boolean; children: React.ReactNode }) {
  const { t } = useTranslation('requesting');
  const told = useRef<HTMLParagraphElement>(null);
  useEffect(() => told.current?.focus(), []);
  return (
    <>
      {isNew && (
        <p ref={told} tabIndex={-1} role="status">
          {t('make.made')}
        </p>
      )}
      {children}
    </>
  );
}
