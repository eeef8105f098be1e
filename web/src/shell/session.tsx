// Who is signed in, in which workspace, and what that person may do.
import { useQuery } from '@tanstack/react-query'
import { createContext, useContext, type ReactNode } from 'react'
import { Center, Loader } from '@mantine/core'
import { Navigate, useLocation } from 'react-router'
import { ApiError, api, currentWorkspace, data } from '../api/client.ts'
import { ErrorNotice } from '../parts/error-notice.tsx'

const readSession = () => data(api.GET('/api/v1/session'))
export type Session = Awaited<ReturnType<typeof readSession>>

export const sessionQuery = { queryKey: ['session'], queryFn: readSession, staleTime: 60_000 }

type SignedIn = { session: Session; workspace: Session['workspaces'][number]; may(scope: string): boolean }
const SessionContext = createContext<SignedIn | null>(null)

/** The signed-in person; only inside RequireSession. */
export function useSession(): SignedIn {
  const value = useContext(SessionContext)
  if (!value) throw new Error('no session here')
  return value
}

/** Shows its children to signed-in people; sends others to the sign-in screen and back afterwards. */
export function RequireSession({ children }: { children: ReactNode }) {
  const location = useLocation()
  const { data: session, error, isPending, refetch } = useQuery(sessionQuery)
  if (isPending) return <Center h="100vh"><Loader role="status" aria-label="Loading" /></Center>
  if (error instanceof ApiError && error.status === 401) return <Navigate to={`/sign-in?next=${encodeURIComponent(location.pathname + location.search)}`} replace />
  if (error) return <Center h="100vh" p="lg"><ErrorNotice error={error} retry={() => void refetch()} /></Center>
  if (session.must_change_password && location.pathname !== '/password') return <Navigate to="/password" replace />
  const workspace = session.workspaces.find((w) => w.id === currentWorkspace.get()) ?? session.workspaces[0]
  if (!workspace) return <Center h="100vh" p="lg">You are not a member of any workspace yet. Ask an administrator to add you.</Center>
  if (workspace.id !== currentWorkspace.get()) currentWorkspace.set(workspace.id)
  const may = (scope: string): boolean => (workspace.scopes as string[]).includes(scope)
  return <SessionContext value={{ session, workspace, may }}>{children}</SessionContext>
}
