// A text editor for templates and JSON; loaded only where one is shown.
import { useComputedColorScheme } from '@mantine/core'
import CodeMirror from '@uiw/react-codemirror'
import { html } from '@codemirror/lang-html'
import { json } from '@codemirror/lang-json'
import { EditorView } from '@codemirror/view'

const wrap = EditorView.lineWrapping

export default function CodeEditor({ value, onChange, language, height = '420px', label }: { value: string; onChange: (v: string) => void; language: 'html' | 'json'; height?: string; label: string }) {
  const scheme = useComputedColorScheme('light')
  const nonce = document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content ?? ''
  return (
    <div style={{ border: '1px solid var(--shell-line)', borderRadius: 8, overflow: 'hidden' }}>
      <CodeMirror value={value} height={height} theme={scheme} onChange={onChange} aria-label={label} extensions={[language === 'html' ? html() : json(), wrap, EditorView.cspNonce.of(nonce), EditorView.contentAttributes.of({ 'aria-label': label, tabindex: '0' })]} basicSetup={{ foldGutter: false, highlightActiveLine: false }} />
    </div>
  )
}
