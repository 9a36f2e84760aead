/** A log as GitHub shows it: groups are folded, but for those that a reader opens; masks are not shown. */
export function asOnGitHub(log: readonly string[], opened: RegExp): string[] {
  let group: 'none' | 'folded' | 'open' = 'none'
  return log.flatMap((line) => {
    const [, command, text = ''] = /^::([\w-]+)::(.*)$/.exec(line) ?? []
    if (command === 'group') {
      group = opened.test(text) ? 'open' : 'folded'
      return [`${group === 'open' ? '▾' : '▸'} ${text}`]
    }
    const isHidden = group === 'folded' || command === 'endgroup' || command === 'add-mask'
    if (command === 'endgroup') group = 'none'
    if (isHidden) return []
    const [, first = '', rest = ''] = command === undefined ? [] : [...(/^(.)(.*)$/.exec(command) ?? [])]
    const shown = command === undefined ? line : `${first.toUpperCase()}${rest}: ${text}`
    return shown.replaceAll('%0A', '\n').replaceAll('%25', '%').split('\n')
  })
}
