import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

// A test runner's NODE_ENV must not turn into a development build of React that is then served for real.
if (process.argv.includes('build')) process.env.NODE_ENV = 'production'

// The API serves web/dist under a strict Content-Security-Policy: no inline script or style may be emitted.
export default defineConfig({
  plugins: [react()],
  build: {
    target: 'es2022',
    sourcemap: false,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 900,
  },
  server: {
    proxy: { '/api': 'http://127.0.0.1:8025', '/v': 'http://127.0.0.1:8025', '/t': 'http://127.0.0.1:8025', '/u': 'http://127.0.0.1:8025' },
  },
})
