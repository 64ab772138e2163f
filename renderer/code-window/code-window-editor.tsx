/** Builds, keeps and shares layouts of event buttons. */
export const CodeWindowEditor = ({ onClose }: { onClose: () => void }) => (
  <button type="button" onClick={onClose}>
    Close
  </button>
);
