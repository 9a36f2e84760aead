import { appLines, containerLabel, excerptLines, type Rule } from '../log-analysis.ts'
import { isFatalLine } from '../log-patterns.ts'

/** How frameworks say that they refuse a host name, and the setting that allows it. */
const refusals: readonly (readonly [form: RegExp, fix: string])[] = [
  // Django
  [
    /\bInvalid HTTP_HOST header: /,
    "ALLOWED_HOSTS = ['*'], or answer the path in a middleware before CommonMiddleware",
  ],
  // Rails: `[ActionDispatch::HostAuthorization::DefaultResponseApp] Blocked hosts: …`
  [
    /\bBlocked hosts?: /,
    'config.host_authorization = { exclude: ->(request) { request.path == PATH } } in config/environments/production.rb',
  ],
  // Vite, webpack
  [/^Blocked request\. This host \(/, 'preview.allowedHosts: true in vite.config'],
  [
    /\bInvalid Host(?:\/Origin)? header\b/i,
    "allowedHosts: 'all', or what the framework calls its list of trusted hosts",
  ],
  // Symfony, Laravel
  [/\bUntrusted Host "/, 'leave TRUSTED_HOSTS blank, or add ^172\\.26\\. to it'],
  // ASP.NET Core, Werkzeug, Drupal
  [/\bThe host '[^']*' does not match an allowed host\b/, 'ASPNETCORE_ALLOWEDHOSTS: *'],
  [/\bHost '[^']*' is not trusted\b/, 'add the address to trusted_hosts'],
  [
    /\bThe provided host name is not valid for this server\b/,
    "add '^172\\\\.26\\\\.' to trusted_host_patterns",
  ],
]

/** Health checks use an address in 172.26.0.0/16 as host (docs/lightsail-facts.md §2.6), which no list of allowed hosts has. */
function isCheckedHost(text: string): boolean {
  return (
    /(?<![\d.])172\.26\.\d{1,3}\.\d{1,3}(?![\d.])/.test(text) ||
    !/\d{1,3}(?:\.\d{1,3}){3}|[\w-]+\.[a-z]{2,}/i.test(text)
  )
}

/** The application runs, and refuses the health check because of its host. */
export const hostRefused: Rule = (findings) => {
  const endpoint = findings.spec.publicEndpoint
  if (!endpoint?.healthCheck) return undefined
  const lines = appLines(findings, endpoint.containerName)
  const found = lines.flatMap((line) => {
    const refusal = refusals.find(([form]) => form.test(line.text))
    return refusal && isCheckedHost(line.text.replace(/^.*\]\s*(?=Blocked)/, ''))
      ? [{ line, fix: refusal[1] }]
      : []
  })
  const last = found.at(-1)
  if (!last || lines.slice(lines.indexOf(last.line)).some(({ text }) => isFatalLine(text))) return undefined
  const { path } = endpoint.healthCheck
  return {
    reasonCode: 'health-check-failed',
    reason: `${containerLabel(findings, endpoint.containerName)} refuses the health check GET ${path} because of its Host header, which is the container's own address`,
    fix: `allow any host for the health check, for example ${last.fix.replace('PATH', `'${path}'`)}`,
    lines: excerptLines(found.map(({ line }) => line)),
  }
}
