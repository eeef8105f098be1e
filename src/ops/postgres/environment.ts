// The environment PostgreSQL is started with: nothing inherited but what it needs.
// libpq inside the server reads HOME (a standby once failed on root's ~/.postgresql), PG* variables and locale.

/** A clean environment for a server program; `home` is the data directory. */
export function cleanEnvironment(home: string): NodeJS.ProcessEnv {
  return {
    HOME: home,
    PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
    LANG: 'C',
    LC_ALL: 'C', // messages are matched by text when a start fails
    TZ: 'UTC',
  }
}
