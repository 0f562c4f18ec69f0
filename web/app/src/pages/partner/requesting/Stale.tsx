import { useTranslation } from 'react-i18next';
import type { Act } from '../../../api/act';
import { Button } from '../../../ui/buttons';

interface StaleProps {
  of: Pick<Act<never, unknown>, 'refusals' | 'reset'>;
  /** Asks anew for what is shown. */
  onShow: () => void;
}

/** The way on when somebody else has changed meanwhile what is shown (R26). */
export function Stale({ of, onShow }: StaleProps) {
  const { t } = useTranslation('requesting');
  if (!of.refusals.some(({ code }) => code === 'STALE_VERSION')) return null;
  return (
    <div>
      <Button
        onPress={() => {
          of.reset();
          onShow();
        }}
      >
        {t('stale')}
      </Button>
    </div>
  );
}
