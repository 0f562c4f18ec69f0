import { useTranslation } from 'react-i18next';
import { Refusal, useAct } from '../../api/act';
import { graphql } from '../../api/graphql';
import { Button } from '../../ui/buttons';
import { Actions, Dialog } from '../../ui/dialog';
import { ActOutcome } from '../shared/ActOutcome';

const EndMutation = graphql(
  `
    mutation EndPairing($input: EndPairingInput!) {
      endPairing(input: $input) {
        reseller { id version provider { id } }
        provider { id name }
        userErrors { ...Refusal }
      }
    }
  `,
  [Refusal],
);

interface EndPairingProps {
  reseller: { id: string; name: string; version: number };
  onClose: () => void;
  onDone: () => void;
  onReload: () => void;
}

/** Ends a pairing, after saying what that touches and what not (R24). */
export function EndPairing({ reseller, onClose, onDone, onReload }: EndPairingProps) {
  const { t } = useTranslation(['operator', 'common']);
  const end = useAct(EndMutation);

  async function submit() {
    if (await end.act({ resellerId: reseller.id, version: reseller.version })) onDone();
  }
  return (
    <Dialog title={t('pairing.endTitle', { name: reseller.name })} isOpen onClose={onClose} alert>
      <ul className="changes">
        <li>{t('pairing.endLinks', { name: reseller.name })}</li>
        <li>{t('pairing.endStays')}</li>
        <li>{t('pairing.endAgain')}</li>
      </ul>
      <ActOutcome of={end} onReload={onReload} />
      <Actions>
        <Button onPress={onClose}>{t('common:cancel')}</Button>
        <Button kind="danger" onPress={submit} isPending={end.busy}>
          {t('pairing.end')}
        </Button>
      </Actions>
    </Dialog>
  );
}
