// The template a new workspace begins with.

export const starterTemplate = {
  name: 'Starter',
  subject: 'Hello {{ contact.first_name | default: "there" }}',
  preheader: 'A first mail from us.',
  body: `<mjml>
  <mj-head>
    <mj-attributes>
      <mj-all font-family="Helvetica, Arial, sans-serif" />
      <mj-text font-size="16px" line-height="24px" color="#1f2933" />
    </mj-attributes>
  </mj-head>
  <mj-body background-color="#f4f6f8">
    <mj-section background-color="#ffffff" padding="32px">
      <mj-column>
        <mj-text font-size="24px" font-weight="bold">Hello {{ contact.first_name | default: "there" }},</mj-text>
        <mj-text>This is the starter template. Change it to what you want to say.</mj-text>
        <mj-button href="https://example.com/" background-color="#0d6e6e">A link that is counted</mj-button>
      </mj-column>
    </mj-section>
    <mj-section padding="16px 32px">
      <mj-column>
        <mj-text font-size="12px" color="#667784">{{ workspace.postal_address }}<br />
          <a href="{{ unsubscribe_url }}">Unsubscribe</a> · <a href="{{ view_url }}">View in browser</a></mj-text>
      </mj-column>
    </mj-section>
  </mj-body>
</mjml>
`,
}
