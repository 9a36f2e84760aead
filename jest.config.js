export default {
  testEnvironment: 'node',
  roots: ['<rootDir>/__tests__'],
  maxWorkers: '100%',
  // Nobody is to wait for a test that hangs for ever; how fast the machine is decides nothing.
  testTimeout: 600_000,
  testMatch: ['**/*.test.ts'],
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        jsc: {
          parser: { syntax: 'typescript' },
          target: 'es2023',
          experimental: { keepImportAttributes: true },
        },
        module: { type: 'es6' },
      },
    ],
  },
}
