import { createHash } from 'node:crypto'
import { type CertificateStatus, epochSeconds, type Operation, type Tag } from '../api-types.ts'
import { inferred, invalidInput, notFound } from '../errors.ts'
import { nextUuid } from '../identifiers.ts'
import { certificateStatusAt, settingsAt, tagsAt } from '../lifecycle.ts'
import type { AccountRecords, CertificateRecord } from '../records.ts'
import { finishedOperation } from '../requests/completed-operation.ts'
import { type Context, laggingView } from '../requests/context.ts'
import type { Request } from '../requests/shapes.ts'
import { certificateRecordAt, certificatesAt, servicesAt } from '../views.ts'
import { checkedTags } from './tags.ts'

const MAX_ALTERNATIVES = 9
const PAGE_SIZE = 20
const THIRTEEN_MONTHS_SECONDS = 396 * 24 * 3600

interface ValidationRecord {
  readonly domainName: string
  readonly resourceRecord: { readonly name: string; readonly type: 'CNAME'; readonly value: string }
  readonly validationStatus: 'PENDING_VALIDATION' | 'FAILED' | 'SUCCESS'
}

export interface CertificateSummary {
  readonly certificateArn: string
  readonly certificateName: string
  readonly domainName: string
  readonly certificateDetail?: CertificateDetail
  readonly tags: readonly Tag[]
}

interface CertificateDetail {
  readonly arn: string
  readonly name: string
  readonly domainName: string
  readonly status: CertificateStatus
  readonly subjectAlternativeNames: readonly string[]
  readonly domainValidationRecords: readonly ValidationRecord[]
  readonly inUseResourceCount: number
  readonly keyAlgorithm: string
  readonly createdAt: number
  readonly issuedAt?: number
  readonly issuerCA?: string
  readonly notBefore?: number
  readonly notAfter?: number
}

/** PENDING_VALIDATION with the CNAME records to make; the switches say how it ends (docs/lightsail-facts.md §1.5, §7). */
export function createCertificate(
  input: Request<'CreateCertificate'>,
  context: Context,
): { readonly certificate: CertificateSummary; readonly operations: readonly Operation[] } {
  const { records, now, switches } = context
  const { certificateName: name, domainName, subjectAlternativeNames = [], tags = [] } = input
  if (certificateRecordAt(records, name, now)) throw invalidInput(inferred.duplicateCertificate(name))
  if (subjectAlternativeNames.length > MAX_ALTERNATIVES)
    throw invalidInput(
      inferred.outOfRange({ path: 'subjectAlternativeNames', low: 0, high: MAX_ALTERNATIVES }),
    )
  if (certificatesAt(records, now).length >= switches.certificateQuota)
    throw invalidInput(inferred.certificateQuota)
  const record: CertificateRecord = {
    name,
    arn: `arn:aws:lightsail:${records.region}:${records.id}:Certificate/${nextUuid(records, 'certificate')}`,
    domainName,
    subjectAlternativeNames: [...new Set([domainName, ...subjectAlternativeNames])],
    createdAt: now,
    settlesAt: now + switches.certificateSeconds * 1000,
    end: switches.certificateEnd,
    tagChanges: [{ at: now, tags: checkedTags([], tags) }],
  }
  records.certificates.push(record)
  return {
    certificate: certificateView(record, { records, at: now, withDetail: true }),
    operations: [
      finishedOperation({ type: 'CreateCertificate', kind: 'Certificate', resourceName: name }, context),
    ],
  }
}

/** Details only when they are asked for (§1.5). */
export function getCertificates(
  input: Request<'GetCertificates'>,
  context: Context,
): { readonly certificates: readonly CertificateSummary[]; readonly nextPageToken?: string } {
  const { records, at } = laggingView(context)
  const { certificateName, certificateStatuses, includeCertificateDetails = false, pageToken = '0' } = input
  if (certificateName !== undefined && certificateRecordAt(records, certificateName, at) === undefined)
    throw notFound(inferred.unknownCertificate(certificateName))
  const from = Number(pageToken)
  if (!Number.isInteger(from) || from < 0) throw invalidInput(inferred.badPageToken)
  const found = certificatesAt(records, at)
    .filter(({ name }) => certificateName === undefined || name === certificateName)
    .filter((record) => certificateStatuses?.includes(certificateStatusAt(record, at)) ?? true)
  return {
    certificates: found
      .slice(from, from + PAGE_SIZE)
      .map((record) => certificateView(record, { records, at, withDetail: includeCertificateDetails })),
    ...(from + PAGE_SIZE < found.length && { nextPageToken: String(from + PAGE_SIZE) }),
  }
}

export function deleteCertificate(
  { certificateName }: Request<'DeleteCertificate'>,
  context: Context,
): { readonly operations: readonly Operation[] } {
  const record = certificateRecordAt(context.records, certificateName, context.now)
  if (record === undefined) throw notFound(inferred.unknownCertificate(certificateName))
  if (usersOf(record, context.records, context.now) > 0)
    throw invalidInput(inferred.certificateInUse(certificateName))
  record.deletedAt = context.now
  return {
    operations: [
      finishedOperation(
        { type: 'DeleteCertificate', kind: 'Certificate', resourceName: certificateName },
        context,
      ),
    ],
  }
}

function usersOf({ name }: CertificateRecord, records: AccountRecords, at: number): number {
  return servicesAt(records, at).filter((service) => name in settingsAt(service, at).publicDomainNames).length
}

function certificateView(
  record: CertificateRecord,
  { records, at, withDetail }: { records: AccountRecords; at: number; withDetail: boolean },
): CertificateSummary {
  const { name, arn, domainName, subjectAlternativeNames } = record
  const tags = tagsAt(record.tagChanges, at)
  const summary = { certificateArn: arn, certificateName: name, domainName, tags }
  if (!withDetail) return summary
  const status = certificateStatusAt(record, at)
  const issuedAt = epochSeconds(record.settlesAt)
  return {
    ...summary,
    certificateDetail: {
      arn,
      name,
      domainName,
      status,
      subjectAlternativeNames,
      domainValidationRecords: subjectAlternativeNames.map((domain) => validationRecord(domain, status)),
      inUseResourceCount: usersOf(record, records, at),
      keyAlgorithm: 'RSA-2048',
      createdAt: epochSeconds(record.createdAt),
      ...((status === 'ISSUED' || status === 'EXPIRED') && {
        issuedAt,
        issuerCA: 'Amazon',
        notBefore: issuedAt,
        notAfter: issuedAt + THIRTEEN_MONTHS_SECONDS,
      }),
    },
  }
}

function validationRecord(domainName: string, status: CertificateStatus): ValidationRecord {
  const digest = createHash('sha256').update(domainName).digest('hex')
  return {
    domainName,
    resourceRecord: {
      name: `_${digest.slice(0, 32)}.${domainName}.`,
      type: 'CNAME',
      value: `_${digest.slice(32)}.acm-validations.aws.`,
    },
    validationStatus: validationStatus(status),
  }
}

function validationStatus(status: CertificateStatus): ValidationRecord['validationStatus'] {
  if (status === 'PENDING_VALIDATION') return 'PENDING_VALIDATION'
  return status === 'ISSUED' || status === 'EXPIRED' ? 'SUCCESS' : 'FAILED'
}
