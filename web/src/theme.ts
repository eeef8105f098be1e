// The look: one accent, quiet surfaces, generous type. Components take their defaults from here, not from screens.
import { createTheme, type MantineColorsTuple } from '@mantine/core'

const lift: MantineColorsTuple = ['#e6f7f5', '#d3ebe8', '#a8d7d1', '#79c1b9', '#53afa5', '#3aa499', '#2a9f93', '#188b7f', '#0d6e6e', '#00605a']

export const theme = createTheme({
  primaryColor: 'lift',
  primaryShade: 8,
  colors: { lift },
  autoContrast: true,
  fontFamily: 'Inter, ui-sans-serif, system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Liberation Sans", Arial, sans-serif',
  headings: { fontWeight: '650', sizes: { h1: { fontSize: '1.65rem', lineHeight: '1.25' }, h2: { fontSize: '1.2rem' }, h3: { fontSize: '1.02rem' } } },
  defaultRadius: 'md',
  cursorType: 'pointer',
  components: {
    Card: { defaultProps: { withBorder: true, padding: 'lg', radius: 'lg' } },
    Button: { defaultProps: { radius: 'md' } },
    Table: { defaultProps: { verticalSpacing: 'sm', horizontalSpacing: 'lg', highlightOnHover: true } },
    TableScrollContainer: { defaultProps: { scrollAreaProps: { viewportProps: { tabIndex: 0 } } } },
    Modal: { defaultProps: { radius: 'lg', centered: true, overlayProps: { backgroundOpacity: 0.4, blur: 2 } } },
  },
})
