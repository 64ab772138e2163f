/**
 * Whether digits, as they stand or with more to follow, can become a whole number from `lowest` to `highest`,
 * written without leading zeros.
 */
export function continuesTo(digits: string, lowest: number, highest: number): boolean {
  if (digits.length > 1 && digits.startsWith('0')) return false;
  const value = Number(digits);
  if (value === 0) return lowest <= 0 && highest >= 0;
  for (let scale = 1; value * scale <= highest; scale *= 10) {
    if (value * scale + scale - 1 >= lowest) return true;
  }
  return false;
}
