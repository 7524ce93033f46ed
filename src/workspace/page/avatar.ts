// A person's face: initials on a colour that stays theirs; Longhand has its pen stroke.
import { html } from 'htm/preact';
import { usePage } from './context.ts';

const COLOURS = [
  '#7a5cc4',
  '#b4532a',
  '#2a7a9b',
  '#94713a',
  '#a83e6c',
  '#3f7d4e',
  '#4a63c0',
  '#8a5a44',
  '#5b6b7a',
  '#b0433f',
];

export function Avatar({ id, size = 36 }: { id: string; size?: number }) {
  const { personOf, home } = usePage();
  const person = personOf(id);
  const box = `width:${size}px;height:${size}px;font-size:${Math.round(size * 0.38)}px;`;
  if (id === home.app.userId || person?.isBot === true) {
    return html`<span class="avatar avatar-app" style=${box} aria-hidden="true">
      <svg
        viewBox="0 0 32 32"
        width="100%"
        height="100%"
        fill="none"
        stroke="currentColor"
        stroke-width="2.4"
        stroke-linecap="round"
      >
        <path d="M8 22c5 0 9-13 6-14s-5 16 0 15 5-8 7-8 0 6 4 5" />
      </svg>
    </span>`;
  }
  const colour = person?.avatarColor ?? COLOURS[hash(id) % COLOURS.length];
  return html`<span class="avatar" style=${`${box}background:${colour}`} aria-hidden="true"
    >${initials(person?.displayName ?? '?')}</span
  >`;
}

function initials(name: string): string {
  const han = /\p{Script=Han}+/u.exec(name)?.[0];
  if (han !== undefined) return han.slice(-1);
  const words = name.split(/\s+/).filter((word) => /^\p{L}/u.test(word));
  return `${words[0]?.charAt(0) ?? name.charAt(0)}${words.length > 1 ? (words.at(-1)?.charAt(0) ?? '') : ''}`.toUpperCase();
}

function hash(text: string): number {
  return Array.from(text).reduce((sum, letter) => (sum * 31 + (letter.codePointAt(0) ?? 0)) % 9973, 7);
}
