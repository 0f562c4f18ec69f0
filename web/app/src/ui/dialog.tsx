import type { ReactNode } from 'react';
import { Dialog as AriaDialog } from 'react-aria-components/Dialog';
import { Heading } from 'react-aria-components/Heading';
import { Modal, ModalOverlay } from 'react-aria-components/Modal';

interface DialogProps {
  title: string;
  isOpen: boolean;
  onClose: () => void;
  /** Whether Escape and a click beside it close it. */
  dismissable?: boolean;
  /** For what ends or removes something: it waits for an answer. */
  alert?: boolean;
  wide?: boolean;
  children: ReactNode;
}

/** A dialog over the page, which is out of reach meanwhile; the focus comes back to where it was. */
export function Dialog({ title, isOpen, onClose, dismissable = true, alert = false, wide = false, children }: DialogProps) {
  return (
    <ModalOverlay
      className="overlay"
      isOpen={isOpen}
      isDismissable={dismissable && !alert}
      isKeyboardDismissDisabled={!dismissable}
      onOpenChange={open => {
        if (!open) onClose();
      }}
    >
      <Modal className={wide ? 'modal modal-wide' : 'modal'}>
        <AriaDialog role={alert ? 'alertdialog' : 'dialog'} className="dialog">
          <Heading slot="title" className="dialog-title">
            {title}
          </Heading>
          {children}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
}

/** The row of buttons at the end of a dialog or form. */
export function Actions({ children }: { children: ReactNode }) {
  return <div className="actions">{children}</div>;
}
