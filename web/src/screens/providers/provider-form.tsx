// Adding or changing a provider. A secret that is set shows as such; typing replaces it, leaving it empty keeps it.
import { Accordion, Button, Checkbox, Group, Modal, NumberInput, PasswordInput, Select, Stack, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { notifications } from '@mantine/notifications'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { api, data } from '../../api/client.ts'
import { ErrorNotice } from '../../parts/error-notice.tsx'
import { providersQuery, SECURITY, type Provider } from './queries.ts'

const limit = (v: number | string): number | null => (v === '' ? null : Number(v))
const SECRETS = ['username', 'secret', 'webhook_secret'] as const
type Secret = (typeof SECRETS)[number]

export function ProviderForm({ provider, close }: { provider: Provider | null; close: () => void }) {
  const cache = useQueryClient()
  const isSmtp = (provider?.kind ?? 'smtp') === 'smtp'
  const form = useForm({
    initialValues: {
      name: provider?.name ?? '', host: provider?.host ?? '', port: provider?.port ?? 587, security: provider?.security ?? ('verified' as Provider['security']), max_connections: provider?.max_connections ?? 20, messages_per_connection: provider?.messages_per_connection ?? 1_000,
      rate_per_second: (provider?.rate_per_second ?? '') as number | string, rate_per_hour: (provider?.rate_per_hour ?? '') as number | string, rate_per_day: (provider?.rate_per_day ?? '') as number | string,
      username: '', secret: '', webhook_secret: '', clear: [] as string[],
    },
    validate: { name: (v) => (v.trim() ? null : 'Give it a name.'), host: (v) => (!isSmtp || v.trim() ? null : 'Where is the server?') },
  })
  const save = useMutation({
    mutationFn: (v: typeof form.values) => {
      const secrets = Object.fromEntries(SECRETS.flatMap((name): [Secret, string | null][] => (v[name] !== '' ? [[name, v[name]]] : v.clear.includes(name) ? [[name, null]] : [])))
      const body = { name: v.name.trim(), host: v.host.trim(), port: v.port, security: v.security, max_connections: v.max_connections, messages_per_connection: v.messages_per_connection, rate_per_second: limit(v.rate_per_second), rate_per_hour: limit(v.rate_per_hour), rate_per_day: limit(v.rate_per_day), ...secrets }
      if (!provider) return data(api.POST('/api/v1/providers', { body: { kind: 'smtp', ...body } }))
      return data(api.PATCH('/api/v1/providers/{provider_id}', { params: { path: { provider_id: provider.id } }, body, headers: { 'If-Match': `"${provider.version}"` } }))
    },
    onSuccess: async () => {
      notifications.show({ message: provider ? 'Saved. Workers take it up within seconds.' : 'Provider added. Send a test through it.', color: 'teal' })
      await cache.invalidateQueries({ queryKey: providersQuery.queryKey })
      close()
    },
  })
  const has = { username: provider?.has_username, secret: provider?.has_secret, webhook_secret: provider?.has_webhook_secret }
  const secretProps = (name: Secret) => ({ autoComplete: 'off', placeholder: has[name] ? 'set; type to replace it' : '', ...form.getInputProps(name) })
  return (
    <Modal opened onClose={close} title={provider ? `Edit ${provider.name}` : 'Add provider'} size="lg">
      <form onSubmit={form.onSubmit((v) => save.mutate(v))}>
        <Stack>
          {save.error && <ErrorNotice error={save.error} />}
          <TextInput label="Name" required data-autofocus {...form.getInputProps('name')} />
          {isSmtp && (
            <>
              <Group grow preventGrowOverflow={false} align="flex-start"><TextInput label="Host" placeholder="smtp.example.com" style={{ flex: '1 1 220px' }} {...form.getInputProps('host')} /><NumberInput label="Port" min={1} max={65_535} allowDecimal={false} style={{ flex: '0 1 110px' }} {...form.getInputProps('port')} /></Group>
              <Select label="Encryption on the way" allowDeselect={false} data={Object.entries(SECURITY).map(([value, s]) => ({ value, label: s.label }))} {...form.getInputProps('security')} />
              <Group grow align="flex-start"><TextInput label="User name" {...secretProps('username')} /><PasswordInput label="Password" {...secretProps('secret')} /></Group>
            </>
          )}
          <Accordion variant="contained" chevronPosition="left">
            <Accordion.Item value="limits">
              <Accordion.Control>Limits and webhooks</Accordion.Control>
              <Accordion.Panel>
                <Stack>
                  <Group grow align="flex-start"><NumberInput label="Connections at once" min={1} max={1_000} {...form.getInputProps('max_connections')} /><NumberInput label="Mails per connection" min={1} max={1_000_000} {...form.getInputProps('messages_per_connection')} /></Group>
                  <Group grow align="flex-start"><NumberInput label="A second" placeholder="no limit" min={1} {...form.getInputProps('rate_per_second')} /><NumberInput label="An hour" placeholder="no limit" min={1} {...form.getInputProps('rate_per_hour')} /><NumberInput label="A day" placeholder="no limit" min={1} {...form.getInputProps('rate_per_day')} /></Group>
                  <PasswordInput label="Webhook secret" description="Proves that reports really come from this provider." {...secretProps('webhook_secret')} />
                  {provider && (has.username || has.secret || has.webhook_secret) && <Checkbox.Group label="Remove what is set" {...form.getInputProps('clear')}><Group mt={6}>{has.username && <Checkbox value="username" label="User name" />}{has.secret && <Checkbox value="secret" label="Password" />}{has.webhook_secret && <Checkbox value="webhook_secret" label="Webhook secret" />}</Group></Checkbox.Group>}
                </Stack>
              </Accordion.Panel>
            </Accordion.Item>
          </Accordion>
          <Group justify="flex-end"><Button variant="default" onClick={close}>Cancel</Button><Button type="submit" loading={save.isPending}>{provider ? 'Save' : 'Add provider'}</Button></Group>
        </Stack>
      </form>
    </Modal>
  )
}
