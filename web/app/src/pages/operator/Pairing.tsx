import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Refusal, useAct } from '../../api/act';
import { graphql } from '../../api/graphql';
import { Button } from '../../ui/buttons';
import { Actions, Dialog } from '../../ui/dialog';
import { Card } from '../../ui/page';
import { Name } from '../../ui/states';
import { ActOutcome } from '../shared/ActOutcome';
import { keepFocus } from '../shared/focus';
import { Told } from '../shared/Told';
import { EndPairing } from './EndPairing';
import { ProviderPicker } from './ProviderPicker';
import type { Partner } from './queries';

const PairMutation = graphql(
  `
    mutation PairReseller($input: PairResellerInput!) {
      pairReseller(input: $input) {
        reseller { id version provider { id name } }
        provider { id name }
        userErrors { ...Refusal }
      }
    }
  `,
  [Refusal],
);

interface PairingProps {
  reseller: Partner;
  onReload: () => void;
}

/** The provider that a reseller sells for (R6), and the way to begin and end that. */
export function Pairing({ reseller, onReload }: PairingProps) {
  const { t } = useTranslation('operator');
  const [asking, setAsking] = useState(false);
  const [told, setTold] = useState<string | null>(null);
  const { provider } = reseller;

  function done(text: string) {
    setAsking(false);
    setTold(text);
  }
  function close() {
    setAsking(false);
    keepFocus();
  }
  return (
    <Card title={t('pairing.title')}>
      {told && <Told key={told} title={told} />}
      <p>
        {provider ? (
          <>
            {t('pairing.sellsFor')}
            <Link to="/app/operator/partners/$partnerId" params={{ partnerId: provider.id }}>
              <Name>{provider.name}</Name>
            </Link>
          </>
        ) : (
          t('pairing.none')
        )}
      </p>
      <div className="row">
        <Button
          kind={provider ? 'danger' : 'secondary'}
          onPress={() => {
            setTold(null);
            setAsking(true);
          }}
        >
          {t(provider ? 'pairing.end' : 'pairing.begin')}
        </Button>
      </div>
      {asking && provider && (
        <EndPairing
          reseller={reseller}
          onClose={close}
          onDone={() => done(t('pairing.ended', { name: reseller.name, provider: provider.name }))}
          onReload={onReload}
        />
      )}
      {asking && !provider && (
        <BeginPairing
          reseller={reseller}
          onClose={close}
          onDone={name => done(t('pairing.begun', { name: reseller.name, provider: name }))}
          onReload={onReload}
        />
      )}
    </Card>
  );
}

interface BeginPairingProps extends PairingProps {
  onClose: () => void;
  onDone: (provider: string) => void;
}

function BeginPairing({ reseller, onClose, onDone, onReload }: BeginPairingProps) {
  const { t } = useTranslation(['operator', 'common']);
  const [providerId, setProviderId] = useState('');
  const pair = useAct(PairMutation);

  async function submit() {
    const result = await pair.act({ resellerId: reseller.id, providerId, version: reseller.version });
    if (result) onDone(result.provider?.name ?? '');
  }
  return (
    <Dialog title={t('pairing.beginTitle', { name: reseller.name })} isOpen onClose={onClose}>
      <p>{t('pairing.beginHelp')}</p>
      <ProviderPicker country={reseller.country} value={providerId} onChange={setProviderId} error={undefined} />
      <ActOutcome of={pair} onReload={onReload} />
      <Actions>
        <Button onPress={onClose}>{t('common:cancel')}</Button>
        <Button kind="primary" onPress={submit} isPending={pair.busy} isDisabled={providerId === ''}>
          {t('pairing.beginSubmit')}
        </Button>
      </Actions>
    </Dialog>
  );
}
