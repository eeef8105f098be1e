// The mail of the demo: MJML with Liquid in text, subject and one link; four links that are counted.

export const LINKS = 4

export const letter = {
  language: 'mjml' as const,
  subject: '{{ contact.first_name | default: "Reader" }}, what grows in {{ contact.city | default: "your town" }}?',
  preheader: 'A letter of the demo. Nobody real has got it.',
  textBody: null,
  body: `<mjml>
  <mj-head>
    <mj-attributes>
      <mj-all font-family="Helvetica, Arial, sans-serif" />
      <mj-text font-size="16px" line-height="24px" color="#1f2933" />
    </mj-attributes>
  </mj-head>
  <mj-body background-color="#f4f6f8">
    <mj-section background-color="#0d6e6e" padding="24px 32px">
      <mj-column>
        <mj-text color="#ffffff" font-size="22px" font-weight="bold">The summer letter</mj-text>
      </mj-column>
    </mj-section>
    <mj-section background-color="#ffffff" padding="24px 32px">
      <mj-column>
        <mj-text font-size="20px" font-weight="bold">Hello {{ contact.first_name | default: "Reader" }},</mj-text>
        {% if contact.attributes.demo_interest == "gardening" %}
        <mj-text>you said that you like gardening: this one is for you.</mj-text>
        {% elsif contact.attributes.demo_interest %}
        <mj-text>you like {{ contact.attributes.demo_interest }}; so do we.</mj-text>
        {% else %}
        <mj-text>tell us what you like, and the next letter is about it.</mj-text>
        {% endif %}
        <mj-button href="https://example.com/summer" background-color="#0d6e6e">Read the letter</mj-button>
        <mj-text><a href="https://example.com/recipes?from=letter&amp;kind=soup">Three recipes</a> · <a href="https://example.org/calendar">What to plant in July</a> ·
          <a href="https://example.com/hello?city={{ contact.city | url_encode }}">News from {{ contact.city | default: "your town" }}</a></mj-text>
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
