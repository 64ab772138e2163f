/** Asks one question of many events. */
export const BatchDialog = ({ onClose }: { onClose: () => void }) => (
  <button type="button" onClick={onClose}>
    Close
  </button>
);
