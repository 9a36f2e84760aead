import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { parse } from 'yaml'
import { read } from '../contract/markdown.ts'
import { head } from '../support/github/runs.ts'
import { pull, type Stage, setStage } from '../support/github/stage.ts'

/** The workflows for previews, as people copy them: their last step, with what GitHub puts in for the expressions. */

interface Workflow {
  readonly jobs: Readonly<
    Record<string, { readonly steps: readonly { readonly with?: Readonly<Record<string, unknown>> }[] }>
  >
}

function inputsOf(name: string): Record<string, string> {
  const workflow: Workflow = parse(read(`examples/${name}`))
  const [job] = Object.values(workflow.jobs)
  const entries = Object.entries(job?.steps.at(-1)?.with ?? {})
  const texts = entries.map(([input, value]) => [input, String(value).replace(/\$\{\{.*?\}\}/g, head)])
  return { image: '', ...Object.fromEntries(texts) }
}

let stage: Stage
beforeAll(async () => {
  stage = await setStage()
})
afterAll(() => stage.close())

test('preview.yml and cleanup.yml: opened, forgotten, swept; opened and closed', async () => {
  const [preview, cleanup] = [inputsOf('preview.yml'), inputsOf('cleanup.yml')]
  const opened = await stage.preview({ action: 'opened' }, preview)
  expect(opened.outputs).toMatchObject({ result: 'success', 'service-name': 'shop-pr-7' })
  const idle = await stage.push({ event: 'schedule' }, cleanup)
  expect(idle.outputs['result']).toBe('reported')
  stage.github.pulls.set(7, pull(7, head, 'closed'))
  const swept = await stage.push({ event: 'schedule' }, cleanup)
  expect(swept.outputs).toMatchObject({ result: 'deleted', reason: '1 preview is gone: shop-pr-7' })
  expect(stage.github.statuses.get(stage.github.deployments[0]?.id ?? 0)?.[0]?.state).toBe('inactive')

  stage.github.pulls.set(7, pull(7, head))
  await stage.preview({ action: 'reopened' }, preview)
  stage.github.pulls.set(7, pull(7, head, 'closed'))
  const closed = await stage.preview({ action: 'closed' }, preview)
  expect(closed.outputs['result']).toBe('deleted')
  expect(stage.services()).toEqual([])
})
