import { describe, expect, test } from '@jest/globals'
import { capitalized, renderLabel, shortImages, whatToDo } from '../../../src/text/markdown.ts'

describe('a sentence under a heading', () => {
  test.each([
    ['version 18 of shop is active', 'Version 18 of shop is active'],
    ['settings applied', 'Settings applied'],
    ['cancelled', 'Cancelled'],
    ['shop is live', 'shop is live'],
    ['web:19 of shop is active', 'web:19 of shop is active'],
    ['container-port: 3000', 'container-port: 3000'],
    ['nginx:1.29 cannot be pushed', 'nginx:1.29 cannot be pushed'],
    ['https://shop.example/ failed', 'https://shop.example/ failed'],
    ['Rate exceeded', 'Rate exceeded'],
    ['', ''],
  ])('%s', (text, shown) => {
    expect(capitalized(text, 'shop')).toBe(shown)
  })
})

describe('what a table shows of an image', () => {
  const sha = '0123456789abcdef0123456789abcdef01234567'
  test.each([
    [`ghcr.io/acme/shop:${sha}`, 'ghcr.io/acme/shop:0123456…'],
    [`ghcr.io/acme/shop:sha-${sha} · port 8080 (HTTP)`, 'ghcr.io/acme/shop:sha-0123456… · port 8080 (HTTP)'],
    [`shop@sha256:${'a'.repeat(64)}`, `shop@sha256:${'a'.repeat(12)}…`],
    [`ghcr.io/acme/shop:${sha}.1`, `ghcr.io/acme/shop:${sha}.1`],
    ['ghcr.io/acme/shop:1.2.3', 'ghcr.io/acme/shop:1.2.3'],
    [`sha256:${'a'.repeat(64)}`, `sha256:${'a'.repeat(64)}`],
  ])('%s', (text, shown) => {
    expect(shortImages(text)).toBe(shown)
  })
})

test('the name of a container is code in a label, and nothing else in it is Markdown', () => {
  expect(renderLabel('Container `app` of version 3')).toBe('Container `app` of version 3')
  expect(renderLabel('a | `x`y` **b**')).toBe('a &#124; `x`y&#96; &#42;&#42;b&#42;&#42;')
})

test('checks that the log numbers are a numbered list', () => {
  expect(whatToDo('(1) can the image be pulled?\n(2) container-port: 80')).toBe(
    '**What to do:**\n\n1. Can the image be pulled?\n2. container-port: 80',
  )
})
