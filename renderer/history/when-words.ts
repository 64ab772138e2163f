/** `21 Nov, 18:04:05`. */
export const whenWords = (happenedAt: string): string =>
  new Date(happenedAt).toLocaleString('en', {
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
  });
