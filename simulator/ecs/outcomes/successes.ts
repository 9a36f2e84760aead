import { always, listening, type OutcomeTable } from './outcome.ts'

/** Rollouts whose tasks run in the end. */
export const successes = {
  succeeds: {
    sentence: 'its tasks start and stay healthy',
    task: always({ kind: 'runs', says: listening }),
  },
  'succeeds-slowly': {
    sentence: 'its tasks take five more minutes to become healthy',
    task: always({ kind: 'runs', extraSeconds: 300, says: listening }),
  },
  'succeeds-but-answers-500': {
    sentence: 'its tasks are healthy, but its URL answers 500',
    task: always({ kind: 'runs', says: listening }),
    answers: 500,
  },
  flaps: {
    sentence: 'its first two tasks crash, all later ones run',
    task: (ordinal) =>
      ordinal < 2
        ? {
            kind: 'exits',
            afterSeconds: 6,
            exitCode: 1,
            says: () => ['Starting', 'Error: connect ECONNREFUSED 10.0.3.17:5432'],
          }
        : { kind: 'runs', says: listening },
  },
  'never-ends': {
    sentence: 'its tasks never leave PENDING',
    task: always({ kind: 'never-starts' }),
  },
  alarm: {
    sentence: 'its tasks run, but the configured alarm goes off after 80 seconds',
    task: always({ kind: 'runs', says: listening }),
    alarmAfterSeconds: 80,
  },
  'hook-fails': {
    sentence: "a lifecycle hook's function answers FAILED",
    task: always({ kind: 'runs', says: listening }),
    hook: 'FAILED',
  },
  'hook-times-out': {
    sentence: "a lifecycle hook's function does not answer in time",
    task: always({ kind: 'runs', says: listening }),
    hook: 'TIMED_OUT',
  },
} as const satisfies OutcomeTable
