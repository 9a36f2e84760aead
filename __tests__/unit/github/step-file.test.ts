import { expect, test } from '@jest/globals'
import { isEcsAction, isIdlePostStep, isPostStep } from '../../../src/github/step-file.ts'

test.each([
  ['/home/runner/work/_actions/acme/lightsail-deploy/v1/dist/post.js', true],
  ['D:\\a\\_actions\\acme\\lightsail-deploy\\v1\\dist\\post.js', true],
  ['/actions/lightsail-deploy/v1/dist/ecs-post.js', true],
  ['post.js', true],
  ['/actions/lightsail-deploy/v1/dist/index.js', false],
  ['/actions/lightsail-deploy/v1/dist/ecs.js', false],
  ['/actions/post.js/dist/index.js', false],
  ['/actions/lightsail-deploy/v1/dist/compost.js', false],
  [undefined, false],
])('the file started, %s: post step %s', (file, isPost) => {
  expect(isPostStep(file)).toBe(isPost)
})

test.each([
  ['/actions/lightsail-deploy/v1/dist/ecs.js', true],
  ['D:\\a\\_actions\\acme\\lightsail-deploy\\v1\\dist\\ecs-post.js', true],
  ['/actions/ecs.js/dist/index.js', false],
  ['/actions/lightsail-deploy/v1/dist/post.js', false],
  ['/actions/lightsail-deploy/v1/dist/codecs.js', false],
  [undefined, false],
])('the file started, %s: ECS %s', (file, isEcs) => {
  expect(isEcsAction(file)).toBe(isEcs)
})

const reported = { STATE_run: '{}', STATE_reported: 'true' }

test.each<[string, string, Record<string, string>, boolean]>([
  ['reported its end', 'dist/post.js', reported, true],
  ['reported its end, on ECS', 'dist/ecs-post.js', reported, true],
  ['was killed', 'dist/post.js', { STATE_run: '{}' }, false],
  ['was killed before it saved anything', 'dist/post.js', {}, false],
  ['left a comment open', 'dist/post.js', { ...reported, 'STATE_open-at-github': '{}' }, false],
  ['closed its comment', 'dist/post.js', { ...reported, 'STATE_open-at-github': '' }, true],
  ['made a folder', 'dist/post.js', { ...reported, STATE_folders: '["/tmp/a"]' }, false],
])('the post step of a run that %s', (_, file, environment, isIdle) => {
  expect(isIdlePostStep(file, environment)).toBe(isIdle)
})

test.each(['dist/index.js', 'dist/ecs.js'])(
  'a main step is never idle, whatever its job sets: %s',
  (file) => {
    expect(isIdlePostStep(file, reported)).toBe(false)
  },
)
