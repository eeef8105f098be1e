// One campaign: a form while it can be changed, live progress and the report once it is launched.
import { Skeleton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useParams } from 'react-router'
import { ErrorNotice } from '../../parts/error-notice.tsx'
import { Page } from '../../parts/page.tsx'
import { CampaignForm } from './campaign-form.tsx'
import { LaunchedCampaign } from './launched-campaign.tsx'
import { campaignQuery, isEditable, isMoving } from './queries.ts'

export default function CampaignScreen() {
  const { campaignId = 'new' } = useParams()
  const isNew = campaignId === 'new'
  const read = useQuery({ ...campaignQuery(campaignId), enabled: !isNew, refetchInterval: (q) => (q.state.data && isMoving(q.state.data.state) ? 2_000 : false) })
  if (isNew) return <CampaignForm campaign={null} />
  if (read.error) return <Page title="Campaign"><ErrorNotice error={read.error} retry={() => void read.refetch()} /></Page>
  if (read.isPending) return <Page title="Campaign"><Skeleton h={300} /></Page>
  return isEditable(read.data.state) ? <CampaignForm key={read.data.version} campaign={read.data} /> : <LaunchedCampaign campaign={read.data} />
}
