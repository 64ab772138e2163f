import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['tests/**/*.test.{ts,tsx}'],
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // Machines that test for everybody are busy: what is waited for may take its time, and what fails there is
    // tried once more, and the report says so.
    expect: { poll: { timeout: 15_000 } },
    retry: process.env.CI ? 1 : 0,
    reporters: ['default', ['junit', { outputFile: 'reports/vitest.xml' }]],
  },
});
