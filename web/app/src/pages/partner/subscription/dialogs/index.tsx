import type { Doing } from '../actions';
import type { DialogProps } from '../query';
import { AddOnDialog } from './AddOnDialog';
import { CancelDialog } from './CancelDialog';
import { RecordDialog } from './RecordDialog';
import { ResumeDialog } from './ResumeDialog';
import { SeatsDialog } from './SeatsDialog';
import { SupportDialog } from './SupportDialog';
import { SuspendDialog } from './SuspendDialog';
import { TakeDialog } from './TakeDialog';
import { TransferDialog } from './TransferDialog';
import { UpgradeDialog } from './UpgradeDialog';
import { WithdrawDialog } from './WithdrawDialog';

/** Which dialog is open. */
export type Opened = Doing | 'TAKE' | 'DECLINE' | 'WITHDRAW';

const dialogs: Record<Opened, (props: DialogProps) => React.ReactNode> = {
  SEATS: SeatsDialog,
  ORDER_ADD_ON: AddOnDialog,
  UPGRADE: UpgradeDialog,
  TRANSFER: TransferDialog,
  CHANGE_PARTNER_OF_RECORD: RecordDialog,
  SUPPORT_CONTACT: SupportDialog,
  SUSPEND: SuspendDialog,
  RESUME: ResumeDialog,
  CANCEL: CancelDialog,
  TAKE: TakeDialog,
  DECLINE: WithdrawDialog,
  WITHDRAW: WithdrawDialog,
};

/** The dialog of an action. */
export function ActionDialog({ opened, ...props }: DialogProps & { opened: Opened }) {
  const Opened = dialogs[opened];
  return <Opened key={opened} {...props} />;
}
