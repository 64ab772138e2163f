import type { ReactNode } from 'react';
import { Dialog, Modal, ModalOverlay } from 'react-aria-components';

export type OverlayDialogProps = {
  readonly title: string;
  readonly className?: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
};

/** A sheet over the page; Escape and a click beside it close it. */
export const OverlayDialog = ({ title, className = '', onClose, children }: OverlayDialogProps) => (
  <ModalOverlay className="overlay" isOpen isDismissable onOpenChange={(open) => !open && onClose()}>
    <Modal className={`popover sheet ${className}`}>
      <Dialog className="sheet__inner" aria-label={title}>
        {children}
      </Dialog>
    </Modal>
  </ModalOverlay>
);
