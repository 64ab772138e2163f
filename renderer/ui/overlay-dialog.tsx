import { type ReactNode, useEffect } from 'react';
import { Dialog, Modal, ModalOverlay } from 'react-aria-components';

export type OverlayDialogProps = {
  readonly title: string;
  readonly className?: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
};

/** A sheet over the page; Escape and a click beside it close it. */
export const OverlayDialog = ({ title, className = '', onClose, children }: OverlayDialogProps) => {
  useEscapeWithoutFocus(onClose);
  return (
    <ModalOverlay className="overlay" isOpen isDismissable onOpenChange={(open) => !open && onClose()}>
      <Modal className={`popover sheet ${className}`}>
        <Dialog className="sheet__inner" aria-label={title}>
          {children}
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
};

/** A button that goes when it is pressed takes the focus out of the dialog; Escape leaves it all the same. */
function useEscapeWithoutFocus(onClose: () => void): void {
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (event.key === 'Escape' && document.activeElement === document.body) onClose();
    };
    window.addEventListener('keydown', listen);
    return () => window.removeEventListener('keydown', listen);
  }, [onClose]);
}
