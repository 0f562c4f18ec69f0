import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Act } from '../../../api/act';
import { Button, type ButtonKind } from '../../../ui/buttons';
import { Actions, Dialog } from '../../../ui/dialog';
import { useInvalidFocus } from '../../shared/refusedAt';
import { PartnerActOutcome } from './PartnerActOutcome';

interface ActDialogProps {
  title: string;
  /** What will happen. */
  help: ReactNode;
  act: Pick<Act<never, unknown>, 'busy' | 'refusals' | 'failure' | 'reset'>;
  submit: string;
  kind?: ButtonKind;
  /** What the button that changes nothing says. */
  keep?: string;
  wide?: boolean;
  onSubmit: () => void;
  onClose: () => void;
  onReload?: () => void;
  children?: ReactNode;
}

/** A dialog that asks for what a mutation takes, says what it will do, and stays open while it is refused. */
export function ActDialog({ title, help, act, submit, kind = 'primary', keep, wide = false, onSubmit, onClose, onReload, children }: ActDialogProps) {
  const { t } = useTranslation();
  useInvalidFocus(act.refusals);
  return (
    <Dialog title={title} isOpen onClose={onClose} wide={wide} alert={kind === 'danger'}>
      <div className="stack">{typeof help === 'string' ? <p>{help}</p> : help}</div>
      <form
        className="stack"
        noValidate
        onSubmit={event => {
          event.preventDefault();
          onSubmit();
        }}
      >
        {children}
        <PartnerActOutcome of={act} onReload={onReload} />
        <Actions>
          <Button onPress={onClose}>{keep ?? t('cancel')}</Button>
          <Button kind={kind} type="submit" isPending={act.busy}>
            {submit}
          </Button>
        </Actions>
      </form>
    </Dialog>
  );
}
