// Block Kit on the screen: one component to a kind; a kind that is not known is shown as such, and a block
// that cannot be drawn never takes the message with it.
import { html } from 'htm/preact';
import type { ComponentChildren, FunctionComponent } from 'preact';
import { useErrorBoundary } from 'preact/hooks';
import { Markdown } from '../markdown.ts';
import { isJson, textOf } from '../json.ts';
import type { Json } from '../json.ts';
import { Card, Carousel } from './card.ts';
import { Chart } from './chart.ts';
import { Actions, Input } from './controls.ts';
import { DataTable } from './data-table.ts';
import { ContextActions } from './feedback.ts';
import { BlockHost } from './host.ts';
import type { HostProps } from './host.ts';
import { Alert, Context, Container, Divider, FileReference, Header, Picture } from './layout.ts';
import { Plan, TaskCard } from './plan.ts';
import { RichText } from './rich-text.ts';
import { Section } from './section.ts';
import { Table } from './table.ts';

interface BlockProps {
  readonly block: Json;
}

const KINDS: Readonly<Record<string, FunctionComponent<BlockProps>>> = {
  actions: Actions,
  alert: Alert,
  card: Card,
  carousel: Carousel,
  container: ({ block }) => html`<${Container} block=${block} draw=${drawBlock} />`,
  context: Context,
  context_actions: ContextActions,
  data_table: DataTable,
  data_visualization: Chart,
  divider: Divider,
  file: FileReference,
  header: Header,
  image: Picture,
  input: Input,
  markdown: ({ block }) => html`<${Markdown} text=${textOf(block, 'text')} />`,
  plan: Plan,
  rich_text: RichText,
  section: Section,
  table: Table,
  task_card: ({ block }) =>
    html`<ol class="tasks">
      <${TaskCard} task=${block} />
    </ol>`,
};

type BlocksProps = Omit<HostProps, 'blocks'> & { readonly blocks: readonly unknown[] };

export function Blocks({ blocks, ...rest }: BlocksProps) {
  const known = blocks.filter(isJson);
  return html`<${BlockHost} blocks=${known} ...${rest}>
    <div class="blocks">${known.map(drawBlock)}</div>
  <//>`;
}

function drawBlock(block: Json, index: number): ComponentChildren {
  return html`<${OneBlock} key=${textOf(block, 'block_id') || `at-${index}`} block=${block} />`;
}

function OneBlock({ block }: BlockProps) {
  const [error] = useErrorBoundary();
  const kind = textOf(block, 'type');
  const View = KINDS[kind];
  if (error !== undefined)
    return html`<${Unknown} words=${`A ${kind} block that could not be shown`} block=${block} />`;
  if (View === undefined)
    return html`<${Unknown}
      words=${`A block of a kind this page does not know: ${kind || 'none'}`}
      block=${block}
    />`;
  return html`<${View} block=${block} />`;
}

function Unknown({ words, block }: { words: string; block: Json }) {
  return html`<details class="unknown-block">
    <summary>${words}</summary>
    <pre tabindex="0">${JSON.stringify(block, null, 2)}</pre>
  </details>`;
}
