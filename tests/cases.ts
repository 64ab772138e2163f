/**
 * How many cases a test goes through: all of them in the long form (`DEEPSPORT_TESTS=long npm test`), fewer in the form
 * that runs with every change. What is asserted of each case is the same.
 */
export const cases = (long: number, short: number): number =>
  process.env.DEEPSPORT_TESTS === 'long' ? long : short;
