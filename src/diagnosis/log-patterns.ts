/** Log lines of frameworks, servers and runtimes. All of it is untrusted text. */

/**
 * Health checks come from 172.26.0.0/16 as `ELB-HealthChecker/2.0` (docs/lightsail-facts.md §2.6), about six per interval: rules
 * read them, but they are not printed.
 */
export function isHealthCheck(text: string): boolean {
  return text.includes('ELB-HealthChecker')
}

/** The status of the answer to a health check in an access log; not every log names the client. */
export function healthCheckStatus(text: string, path: string): number | undefined {
  const fromBalancer =
    /(?<![\d.])172\.26\.\d{1,3}\.\d{1,3}(?![\d.])/.test(text) && text.includes(`GET ${path} HTTP/`)
  if (!isHealthCheck(text) && !fromBalancer) return undefined
  const [, plain, json] =
    /HTTP\/[\d.]+\\?"?\s+(\d{3})\b|"status(?:_?code)?"\s*:\s*"?(\d{3})\b/i.exec(text) ?? []
  const status = plain ?? json
  return status === undefined ? undefined : Number(status)
}

/** Where an application says that it listens. */
export interface ListenAddress {
  /** As written; empty if none is. */
  readonly host: string
  readonly port: number
}

/** An address in a line about listening: not a time, a process id or a peer's address. */
const listening =
  /(?:\b(?:listen(?:ing|s)?|running|serving|started|ready|bound|development server|launched from|accepting connections|responding at|starting (?:\w+ )?server|server at|up on)\b|^\W*(?:(?:Local|Network|External):|(?:(?:Local|Network|External) )?URL:|\[remix-serve\])).*?(?:\bport(?:\(s\))?"?\s*[:=]?\s*|\bhttps?:\/\/([^\s/@]*?):|(?<![\w.:\]-]|\w")(\d{1,3}(?:\.\d{1,3}){3}|localhost|\*|\[[\da-f:]*\]|::)?:)(\d{2,5})\b(?![:.]\d)/i

/** Forms with a port only: WEBrick, Sinatra, Tomcat, a bare number, and a line that is only an address. */
const portForms: readonly RegExp[] = [
  /\bWEBrick::HTTPServer#start: pid=\d+ port=(?<port>\d{2,5})$/,
  /\bhas taken the stage on (?<port>\d{2,5})\b/,
  /\bProtocolHandler \["https?-[a-z\d]+-(?<port>\d{2,5})"\]/,
  /\blistening (?:on|at):? (?<port>\d{2,5})$/i,
  /^\W*https?:\/\/(?<host>localhost|\d{1,3}(?:\.\d{1,3}){3}|\[[\da-f:]*\]):(?<port>\d{2,5})\/?\W*$/i,
]

/** Lines about other listeners than the application, about its peers, and about failed attempts to listen. */
const besideTheApp =
  /\b(?:debugger|inspector|metrics|prometheus|admin|management|actuator|pprof|grpc|telemetry|connect(?:s|ed|ing)?|(?<!accepting )connections?|wait(?:s|ed|ing)?|database|postgres\w*|mysql|mariadb|redis|mongo\w*|kafka|rabbitmq|upstream|panic|\w*error|\w*exception|fail\w*|cannot|could not|unable|denied|already in use|EADDRINUSE|EACCES)\b/i

/** Where the application says that it listens. */
export function parseListenAddress(text: string): ListenAddress | undefined {
  if (besideTheApp.test(text)) return undefined
  const [, ofUrl, bare, number] = listening.exec(text) ?? []
  if (Number(number) > 0) return { host: ofUrl ?? bare ?? '', port: Number(number) }
  const { host = '', port } = portForms.map((form) => form.exec(text)?.groups).find(Boolean) ?? {}
  return Number(port) > 0 ? { host, port: Number(port) } : undefined
}

/** True if the address is the loopback interface for certain: `localhost` alone is often only a link to click. */
export function isLoopback(text: string): boolean {
  const host = parseListenAddress(text)?.host ?? ''
  return /^(?:127(?:\.\d+){3}|\[::1\])$/.test(host) || /^\s*Now listening on: http:\/\/localhost:/.test(text)
}

/** The line says that it listens on all interfaces. */
export function isAnyAddress(text: string): boolean {
  return /(?<![\d.])0\.0\.0\.0(?![\d.])|\[::\]|\ball (?:addresses|interfaces)\b/.test(text)
}

/** A reverse proxy in front of an application in the same container. */
export function isProxy(text: string): boolean {
  return /\b(?:nginx|supervisord|caddy|apache2?|httpd|haproxy|envoy|traefik)\b/i.test(text)
}

/** The line of a named error, in the form of one of the languages. */
export function isErrorLine(text: string): boolean {
  return errorForms.some((form) => form.test(text))
}

const errorForms: readonly RegExp[] = [
  // Node.js, Python, Java and their kin: `TypeError: x`, `Error [CODE]: x`, `sqlalchemy.exc.OperationalError: x`.
  /^\s*(?:Uncaught |Caused by: |Unhandled exception\. |Exception in thread "[^"]*" )?(?:[\w$]+\.)*[\w$]*(?:Error|Exception)(?: \[\w+\])?(?:: |$)/,
  // PHP
  /^PHP Fatal error: |^(?:PHP )?Fatal error: +Uncaught /,
  // Go
  /^panic: |^fatal error: /,
  // Rust
  /^thread '[^']*' (?:\(\d+\) )?panicked at /,
  // Ruby: `file.rb:1:in 'require': cannot load such file -- x (LoadError)`
  /\(\w+(?:::\w+)*(?:Error|Exception)\)$/,
  // A shell or env that did not find its command: `/bin/sh: 1: gunicorn: not found`, `env: 'node': No such file or directory`.
  /^(?:\S*\/)?(?:ba|da|a)?sh: (?:line )?(?:\d+: )?\S.*: (?:command )?(?:not found|No such file or directory|Permission denied)$/,
  /^\S*env: \S.*: (?:No such file or directory|Permission denied)$/,
]

/** A line with which a process, or what started it, says that it ends because of an error. */
export function isFatalLine(text: string): boolean {
  return fatalSigns.some((form) => form.test(text))
}

const fatalSigns: readonly RegExp[] = [
  // Node.js prints its version only after an uncaught error.
  /^Node\.js v\d+\.\d+\.\d+$/,
  /^npm (?:error|ERR!) (?:code ELIFECYCLE|errno [1-9]|command failed|.*\bexit(?:ed with)? code [1-9])/,
  /^Exception in thread "main" /,
  /^\*?APPLICATION FAILED TO START$/,
  /^Unhandled exception\. /,
  /^thread 'main' (?:\(\d+\) )?panicked at /,
  /^panic: |^fatal error: /,
  // Go's `log.Fatal(http.ListenAndServe(…))`.
  /^(?:\d{4}\/\d\d\/\d\d [\d:.]+ )?listen (?:tcp|udp)[46]? \S*: bind: /,
  /^ERROR: +Application startup failed\. Exiting\.$/,
  // nginx, twice: in its error log and, as it gives up, on its terminal.
  /^(?:\d{4}\/\d\d\/\d\d [\d:]+ |nginx: )\[emerg\] /,
  // HAProxy, Apache httpd, Caddy, Traefik: a configuration that it cannot run with.
  /^\[ALERT\] .*(?:could not resolve address|cannot bind socket|Fatal errors found in configuration|Error\(s\) found in configuration)/,
  /\bAH0(?:0072|0526|0013|0016)\b|^no listening sockets available, shutting down$/,
  /^Error: (?:loading initial config|adapting config|sending configuration to instance)\b/,
  // The command that an image starts with: of runc, of an entrypoint's own shell, of tini and dumb-init.
  /\bexec: (?:line )?(?:\d+: )?\S.*: (?:not found|No such file or directory|Permission denied|executable file not found in \$PATH)$/i,
  /\bexec: "[^"]*": (?:executable file not found in \$PATH|stat \S+: no such file or directory|permission denied)/,
  /^exec \S+: (?:no such file or directory|permission denied)$/,
  /^\[(?:FATAL tini \(\d+\)|dumb-init)\] .*(?:No such file or directory|Permission denied)$/,
  /\bWorker failed to boot\.\W*$/,
  /^(?:error: )?(?:(?:command|process|script)\b.*\b)?exit(?:ed with)? (?:code|status) [1-9]\d*\.?$/i,
]

/** The line of the application in a stack trace. */
export function isApplicationFrame(text: string): boolean {
  return (
    /^\s+(?:at |from |File "|\S+\.go:\d+)/.test(text) &&
    !/node:|node_modules|site-packages|dist-packages|<frozen|\/usr\/(?:local\/)?(?:lib|go)\/|\bat (?:java|jdk|sun|org\.springframework|System|Microsoft)\./.test(
      text,
    )
  )
}
