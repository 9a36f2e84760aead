import { expect, test } from '@jest/globals'
import { isPostStep } from '../../../src/github/saved-state.ts'

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
