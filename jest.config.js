import { availableParallelism } from 'node:os'

// The workers inherit it: in a run on Node 20 the SDK would say in every test file that it will leave that behind.
process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] = 'true'

export default {
  testEnvironment: '<rootDir>/__tests__/support/jest/environment.js',
  roots: ['<rootDir>/__tests__'],
  testSequencer: '<rootDir>/__tests__/support/jest/sequencer.js',
  // Twice as many as cores: most of them wait for servers and processes. Jest takes a percentage above 100 for a number.
  maxWorkers: 2 * availableParallelism(),
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
