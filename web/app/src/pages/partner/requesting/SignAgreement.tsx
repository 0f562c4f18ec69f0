import { useTranslation } from 'react-i18next';
import { useQuery } from 'urql';
import { Refusal, useAct } from '../../../api/act';
import { graphql } from '../../../api/graphql';
import { useOwnPartner, useViewer } from '../../../api/viewer';
import { Button } from '../../../ui/buttons';
import { Card } from '../../../ui/page';
import { FailureState, Loading } from '../../../ui/states';
import { ActOutcome } from '../../shared/ActOutcome';

const AgreementQuery = graphql(`
  query Agreement {
    agreementVersion
    viewer { partner { id version } }
  }
`);

const SignMutation = graphql(
  `
    mutation SignAgreement($input: SignAgreementInput!) {
      signAgreement(input: $input) {
        partner { id version agreement { version signedAt } }
        userErrors { ...Refusal }
      }
    }
  `,
  [Refusal],
);

/** What comes before the first request (R36): who may, signs the agreement here; others learn whom to ask. */
export function SignAgreement() {
  const { t } = useTranslation('requesting');
  const viewer = useViewer();
  return (
    <Card title={t('agreement.title')}>
      <p>{t('agreement.help')}</p>
      {viewer.has('ADMIN_AGENT', 'GLOBAL_ADMIN') ? <Sign /> : <p>{t('agreement.ask')}</p>}
    </Card>
  );
}

function Sign() {
  const { t } = useTranslation('requesting');
  const partner = useOwnPartner();
  const [{ data, error }, again] = useQuery({ query: AgreementQuery });
  const sign = useAct(SignMutation);
  const refresh = () => again({ requestPolicy: 'network-only' });
  const version = data?.agreementVersion;
  if (!version && error) return <FailureState error={error} onRetry={refresh} />;
  if (!version) return <Loading rows={1} />;

  // Signing changes the partner, which the frame of the pages then asks for anew: the form takes this card's place.
  async function submit() {
    const known = data?.viewer?.partner?.version;
    await sign.act({ agreementVersion: version ?? null, ...(known !== undefined && { version: known }) });
  }
  return (
    <>
      <p>{t('agreement.present', { version, partner: partner.name })}</p>
      <ActOutcome of={sign} onReload={refresh} />
      <div>
        <Button kind="primary" onPress={submit} isPending={sign.busy}>
          {t('agreement.sign', { version, partner: partner.name })}
        </Button>
      </div>
    </>
  );
}
