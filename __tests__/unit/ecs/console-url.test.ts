import { expect, test } from '@jest/globals'
import { consoleUrl, familyUrl } from '../../../src/ecs/console-url.ts'

const service = { cluster: 'arn:aws:ecs:x:123456789012:cluster/prod', service: 'shop' }
function path(region: string) {
  return `/ecs/v2/clusters/prod/services/shop/deployments?region=${region}`
}

test.each([
  ['eu-central-1', 'https://eu-central-1.console.aws.amazon.com'],
  ['cn-north-1', 'https://cn-north-1.console.amazonaws.cn'],
  ['us-gov-west-1', 'https://us-gov-west-1.console.amazonaws-us-gov.com'],
  ['eusc-de-east-1', 'https://eusc-de-east-1.console.amazonaws-eusc.eu'],
])('the console of %s', (region, host) => {
  expect(consoleUrl({ region, ...service })).toBe(`${host}${path(region)}`)
  expect(familyUrl('web', region)).toBe(`${host}/ecs/v2/task-definitions/web?region=${region}`)
})
