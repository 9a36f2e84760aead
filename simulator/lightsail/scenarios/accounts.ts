import type { Account } from '../account.ts'
import type { Scenario } from './scenario.ts'
import { arrangeReadyShop, arrangeRunningShop, day, hour, shopDeployment } from './shop.ts'

/** States of services, quotas, certificates and images. */
export const accountScenarios: readonly Scenario[] = [
  {
    name: 'ready-service',
    sentence: 'shop exists and is READY; it never had a deployment.',
    arrange: arrangeReadyShop,
  },
  {
    name: 'disabled-service',
    sentence: 'shop was disabled four hours ago; it still holds version 17.',
    arrange: (account) => {
      arrangeRunningShop(account)
      update(account, { isDisabled: true }, account.now() - 4 * hour)
    },
  },
  {
    name: 'updating-service',
    sentence: 'shop runs version 17; somebody else changed its scale ten seconds ago.',
    arrange: (account) => {
      arrangeRunningShop(account)
      update(account, { scale: 2 }, account.now() - 10_000)
    },
  },
  {
    name: 'deleting-service',
    sentence: 'The deletion of shop started five seconds ago.',
    arrange: (account) => {
      arrangeRunningShop(account)
      account.call('DeleteContainerService', { serviceName: 'shop' }, { at: account.now() - 5000 })
    },
  },
  {
    name: 'stuck-certificate-limit',
    sentence: 'Every new service stays PENDING with CERTIFICATE_LIMIT_EXCEEDED.',
    arrange: () => {},
    switches: { creation: 'CERTIFICATE_LIMIT_EXCEEDED' },
  },
  {
    name: 'stuck-unknown-error',
    sentence: 'Every new service stays PENDING with UNKNOWN_ERROR.',
    arrange: () => {},
    switches: { creation: 'UNKNOWN_ERROR' },
  },
  {
    name: 'quota-zero',
    sentence: 'A new account whose quota allows no container services.',
    arrange: () => {},
    switches: { serviceQuota: 0 },
  },
  {
    name: 'certificates',
    sentence:
      'shop is served at shop.example.com; the certificate for example.org is waiting for its validation records.',
    arrange: (account) => {
      arrangeRunningShop(account)
      account.call(
        'CreateCertificate',
        {
          certificateName: 'example-com',
          domainName: 'example.com',
          subjectAlternativeNames: ['www.example.com', 'shop.example.com'],
        },
        { at: account.now() - 4 * hour },
      )
      update(
        account,
        { publicDomainNames: { 'example-com': ['shop.example.com'] } },
        account.now() - 3 * hour,
      )
      account.switches = { ...account.switches, certificateEnd: 'PENDING_VALIDATION' }
      account.call(
        'CreateCertificate',
        { certificateName: 'example-org', domainName: 'example.org' },
        { at: account.now() - hour },
      )
    },
  },
  {
    name: 'registry',
    sentence: 'shop stores six images with two labels and runs :shop.app.5.',
    arrange: (account) => {
      arrangeReadyShop(account)
      for (const [turn, label] of ['app', 'worker', 'app', 'worker', 'app', 'worker'].entries())
        register(account, { label, turn, at: account.now() - (10 - turn) * day })
      account.call(
        'CreateContainerServiceDeployment',
        { serviceName: 'shop', ...shopDeployment(':shop.app.latest') },
        { at: account.now() - day, outcome: 'succeeds' },
      )
    },
  },
  {
    name: 'registry-full',
    sentence: 'shop stores 150 images, the maximum, and runs none of them.',
    arrange: (account) => {
      arrangeRunningShop(account)
      for (let turn = 0; turn < account.switches.imageQuota; turn += 1)
        register(account, { label: 'app', turn, at: account.now() - 4 * hour + turn * 1000 })
    },
  },
]

function update(account: Account, changes: object, at: number): void {
  account.call('UpdateContainerService', { serviceName: 'shop', ...changes }, { at })
}

function register(account: Account, { label, turn, at }: { label: string; turn: number; at: number }): void {
  const digest = `sha256:${(turn + 1).toString(16).padStart(64, '0')}`
  account.call('RegisterContainerImage', { serviceName: 'shop', label, digest }, { at })
}
