// Draws servers of tools: one that is asked about with what it may do, one that is connected with its tools, or a list.
import type { Button } from '@slack/types';
import type { ServerAct, ServersWords, ServerView } from '../../flow/server/server-words.ts';
import type { Language } from '../../flow/words.ts';
import { localTime } from './card.ts';
import { bullets, clip, context, escaped, LIMIT, sections, type Piece } from './pieces.ts';
import { SERVER_WORDS } from './server-fixed-words.ts';
import { serverAction, toServerValue } from './server-ids.ts';

const EFFECTS = ['outside', 'seen', 'reversible', 'read'] as const;
/** More names than these are counted. */
const MOST_TOOLS = 40;
const MOST_CHANGED = 5;
const SAYS_CHARS = 400;
const STYLE: Partial<Record<ServerAct, 'primary' | 'danger'>> = { connect: 'primary', accept: 'primary' };

export function drawServers(words: ServersWords, language: Language): Piece[] {
  const [first, ...rest] = words.views.map((view) => drawServer(view, words, language));
  const title = words.title === undefined ? [] : sections(`*${escaped(words.title)}*`);
  if (first === undefined) return sections(escaped(words.title ?? ''));
  return [
    ...title,
    ...first,
    ...rest.flatMap((pieces): Piece[] => [{ block: { type: 'divider' }, plain: '' }, ...pieces]),
  ];
}

function drawServer(view: ServerView, words: ServersWords, language: Language): Piece[] {
  if (view.state === 'asked')
    return [...drawQuestion(view, words, language), ...buttons(view, words, language)];
  if (words.isChange === true) return drawChange(view, words, language);
  const isList = words.title !== undefined;
  // Beside its own card a change has one of its own, with the button.
  const acts = isList ? view.acts : view.acts.filter((act) => act !== 'accept');
  return [...drawStanding(view, isList, language), ...buttons({ ...view, acts }, words, language)];
}

function drawQuestion(view: ServerView, { owners }: ServersWords, language: Language): Piece[] {
  const say = SERVER_WORDS[language];
  const decides = owners.length === 0 ? [] : [say.decides(owners.map(person).join(say.comma))];
  return [
    ...sections(`:electric_plug:  *${escaped(say.question(view.name))}*`),
    ...sections(code(view.url ?? '')),
    ...sections(bullets(say.promises)),
    ...context([say.askedBy(person(view.askedBy)), ...decides].join(' · ')),
  ];
}

function drawChange(view: ServerView, words: ServersWords, language: Language): Piece[] {
  const say = SERVER_WORDS[language];
  const heading = `*${escaped(view.name)}*  ${say.changed}`;
  if (view.changed.length === 0)
    return sections(`:white_check_mark:  *${escaped(view.name)}*  ${say.accepted}`);
  const acts = view.acts.filter((act) => act === 'accept');
  return [
    ...sections(`:warning:  ${heading}`),
    ...drawSays(view.changed),
    ...buttons({ ...view, acts }, words, language),
  ];
}

function drawStanding(view: ServerView, isList: boolean, language: Language): Piece[] {
  const say = SERVER_WORDS[language];
  const { name, url, state, tools, left, changed, away, signIn, decidedBy } = view;
  if (state === 'asked') return [];
  const heading = `:electric_plug:  *${escaped(name)}*${url === undefined ? '' : `  ${code(url)}`}`;
  const isOver = state === 'declined' || state === 'disconnected' || state === 'connecting';
  const status = context(say.state[state](person(decidedBy)));
  if (isOver) return [...sections(heading), ...status];
  const groups = EFFECTS.flatMap((effect): [string, string][] => {
    const names = tools.filter((tool) => tool.effect === effect).map((tool) => code(tool.name));
    if (names.length === 0) return [];
    const more = names.length > MOST_TOOLS ? [`+${names.length - MOST_TOOLS}`] : [];
    return [[say.kind[effect], [...names.slice(0, MOST_TOOLS), ...more].join('  ')]];
  });
  const asked = tools.find(({ effect }) => effect === 'outside');
  return [
    ...sections(heading),
    ...(away === undefined
      ? []
      : sections(`:warning:  ${say.away(localTime(away.since), escaped(away.reason))}`)),
    ...(signIn === 'none' ? [] : sections(signIn === 'each' ? say.each : `:warning:  ${say.impossible}`)),
    ...groups.flatMap(([kind, names]) => sections(`*${kind}*\n${names}`)),
    ...(changed.length === 0
      ? []
      : sections(
          `:warning:  *${say.changed}*  ${isList ? '' : changed.map(({ name }) => code(name)).join('  ')}`,
        )),
    ...(isList ? drawSays(changed) : []),
    ...context(
      [
        say.state[state](person(decidedBy)),
        tools.length === 0 ? say.noTools : say.tools(tools.length),
        ...(left > 0 ? [say.left(left)] : []),
        ...(asked === undefined || state === 'set' ? [] : [say.lower(escaped(name), escaped(asked.name))]),
      ].join(' · '),
    ),
  ];
}

/** Its words as they now are: the model would read them, so an owner reads them first. */
function drawSays(changed: ServerView['changed']): Piece[] {
  const lines = changed.slice(0, MOST_CHANGED).map(({ name, says }) => {
    const words = escaped(clip(says.replaceAll(/\s+/gu, ' ').trim(), SAYS_CHARS));
    return `${code(name)}\n> ${words}`;
  });
  const more = changed.length > MOST_CHANGED ? [`+${changed.length - MOST_CHANGED}`] : [];
  return sections([...lines, ...more].join('\n'));
}

function buttons(view: ServerView, { card }: ServersWords, language: Language): Piece[] {
  if (view.acts.length === 0) return [];
  const say = SERVER_WORDS[language];
  const elements = view.acts.map((act): Button => {
    const style = STYLE[act];
    const text = say.acts[act];
    return {
      type: 'button',
      action_id: serverAction(act),
      text: { type: 'plain_text', text: clip(text, LIMIT.buttonChars) },
      value: toServerValue(view, card),
      ...(style === undefined ? {} : { style }),
      ...(act === 'disconnect'
        ? {
            confirm: {
              title: { type: 'plain_text', text },
              text: { type: 'plain_text', text: say.sure(view.name) },
              confirm: { type: 'plain_text', text },
              deny: { type: 'plain_text', text: say.keep },
            },
          }
        : {}),
    };
  });
  const plain = view.acts.map((act) => say.acts[act]).join(' / ');
  return [{ block: { type: 'actions', block_id: `server-${view.serverId}`, elements }, plain }];
}

function person(id: string | undefined): string {
  return id === undefined ? '…' : `<@${id}>`;
}

/** A name or an address that is not ours, to the letter. */
function code(text: string): string {
  return `\`${escaped(text.replaceAll('`', '')).replaceAll(/\s+/gu, ' ')}\``;
}
