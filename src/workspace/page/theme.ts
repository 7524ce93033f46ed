// Light or dark: what the system says until someone here says otherwise.
import { html } from 'htm/preact';
import { useState } from 'preact/hooks';

const THEME_KEY = 'longhand.theme';

export function applyTheme(): void {
  document.documentElement.dataset['theme'] = isDark() ? 'dark' : 'light';
}

function isDark(): boolean {
  const chosen = localStorage.getItem(THEME_KEY);
  return chosen === null ? matchMedia('(prefers-color-scheme: dark)').matches : chosen === 'dark';
}

export function ThemeToggle() {
  const [dark, setDark] = useState(isDark);
  const toggle = (): void => {
    localStorage.setItem(THEME_KEY, dark ? 'light' : 'dark');
    applyTheme();
    setDark(!dark);
  };
  const label = dark ? 'Use the light theme' : 'Use the dark theme';
  return html`<button class="icon-button" aria-label=${label} title=${label} onClick=${toggle}>
    <svg
      viewBox="0 0 20 20"
      width="18"
      height="18"
      aria-hidden="true"
      fill="none"
      stroke="currentColor"
      stroke-width="1.6"
      stroke-linecap="round"
    >
      ${
        dark
          ? html`<g
              ><circle cx="10" cy="10" r="3.4" /><path
                d="M10 2.5v1.8M10 15.7v1.8M2.5 10h1.8M15.7 10h1.8M4.7 4.7 6 6M14 14l1.3 1.3M4.7 15.3 6 14M14 6l1.3-1.3"
            /></g>`
          : html`<path d="M16.5 12.2A7 7 0 0 1 7.8 3.5a7 7 0 1 0 8.7 8.7Z" stroke-linejoin="round" />`
      }
    </svg>
  </button>`;
}
