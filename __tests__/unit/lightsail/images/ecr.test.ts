import { describe, expect, test } from '@jest/globals'
import { isPrivateEcr } from '../../../../src/aws/ecr.ts'
import { ecrNotices } from '../../../../src/lightsail/images/ecr.ts'
import { container, request, service } from '../../../support/shop.ts'

function ecr(region: string, suffix = '') {
  return `123456789012.dkr.ecr.${region}.amazonaws.com${suffix}/shop:1`
}

describe('images of private ECR', () => {
  test.each([
    ecr('eu-central-1'),
    ecr('us-gov-west-1'),
    ecr('cn-north-1', '.cn'),
    '123456789012.dkr.ecr-fips.us-east-1.amazonaws.com/a/b@sha256:1',
  ])('%s', (image) => {
    expect(isPrivateEcr(image)).toBe(true)
  })

  test.each([
    'public.ecr.aws/nginx/nginx:1',
    'nginx',
    ':shop.app.7',
    'ghcr.io/acme/123456789012.dkr.ecr.eu-central-1.amazonaws.com/x',
    '12345.dkr.ecr.eu-central-1.amazonaws.com/x',
    '123456789012.dkr.ecr.eu-central-1.amazonaws.com.evil.example/x',
  ])('not %s', (image) => {
    expect(isPrivateEcr(image)).toBe(false)
  })
})

function noticesFor({
  images,
  asked,
  isActive = false,
  principalArn = '',
}: {
  images: readonly string[]
  asked?: boolean
  isActive?: boolean
  principalArn?: string
}) {
  return ecrNotices(
    request({ service: asked === undefined ? {} : { ecrRole: asked } }),
    service({ ecrRole: { isActive, principalArn } }),
    { containers: Object.fromEntries(images.map((image, n) => [`c${n}`, container({ image })])) },
  )
}

describe('what is told', () => {
  test.each<[string, Parameters<typeof noticesFor>[0], number]>([
    ['nothing about public images', { images: ['nginx', ':shop.app.7'] }, 0],
    ['nothing when the role is on', { images: [ecr('eu-central-1')], isActive: true }, 0],
    ['nothing when it is switched on now', { images: [ecr('eu-central-1')], asked: true }, 0],
    ['the role is off', { images: [ecr('eu-central-1')] }, 1],
    ['the role is switched off now', { images: [ecr('eu-central-1')], isActive: true, asked: false }, 1],
    ['the Region is another', { images: [ecr('us-east-1')], isActive: true }, 1],
    ['both', { images: [ecr('us-east-1')] }, 2],
    ['each image elsewhere', { images: [ecr('us-east-1'), ecr('us-west-2')], isActive: true }, 2],
    [
      'the statement, once the ARN is known',
      { images: [], asked: true, isActive: true, principalArn: 'arn:x' },
      1,
    ],
    ['no statement unasked', { images: [], isActive: true, principalArn: 'arn:x' }, 0],
  ])('%s', (_, given, count) => {
    expect(noticesFor(given)).toHaveLength(count)
  })

  test('the statement is JSON that can be pasted', () => {
    const [notice = ''] = noticesFor({
      images: [],
      asked: true,
      isActive: true,
      principalArn: 'arn:aws:iam::1:role/x',
    })
    expect(JSON.parse(notice.slice(notice.indexOf('{')))).toEqual({
      Sid: 'LightsailPull',
      Effect: 'Allow',
      Principal: { AWS: 'arn:aws:iam::1:role/x' },
      Action: ['ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'],
    })
  })

  test('without a deployment there is nothing to say about images', () => {
    expect(ecrNotices(request(), service(), undefined)).toEqual([])
  })
})
