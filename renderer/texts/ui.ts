export const uiTexts = { cancel: 'Cancel' } as const;
