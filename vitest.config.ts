import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['tests/**/*.test.{ts,tsx}'],
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // Machines that test for everybody are busy: what fails there is tried once more, and the report says so.
    retry: process.env.CI ? 1 : 0,
    reporters: ['default', ['junit', { outputFile: 'reports/vitest.xml' }]],
  },
});
