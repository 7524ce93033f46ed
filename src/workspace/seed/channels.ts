// Where the company talks, and who reads what.
import type { SeedInput } from '../seed-schema.ts';
import { PEOPLE, personId } from './people.ts';

type Channel = SeedInput['channels'][number];

const EVERYONE = PEOPLE.filter(({ isGuest }) => isGuest !== true).map(({ name }) => name);

export const CHANNELS: readonly Channel[] = [
  channel('C05PR0CURE1', 'procurement', {
    topic: 'New CRM: three offers, one decision',
    purpose: 'What we buy, from whom, and why.',
    members: EVERYONE,
  }),
  channel('C05GENERAL1', 'general', {
    topic: 'What concerns all of us',
    purpose: 'News and dates for everyone.',
    members: EVERYONE,
  }),
  channel('C05SALESCN1', 'sales-cn', {
    topic: '中国区销售：周报、客户反馈、物流',
    purpose: '上海团队的日常工作，也欢迎总部的同事。',
    members: ['liwei', 'zhangmin', 'maya', 'tom', 'alex.brandt', 'priya'],
  }),
  channel('C05PR0DUCT1', 'product', {
    topic: 'Front-desk tablet: launch',
    purpose: 'What we build, what broke, what we decided. Decisions start with DECISION.',
    members: ['tom', 'alex.brandt', 'alex.chen', 'maya', 'priya', 'sofia', 'liwei', 'zhangmin'],
  }),
  channel('C05OPERAT10', 'ops', {
    topic: 'Machines, backups, incidents',
    purpose: 'Everything that has to run.',
    members: ['sofia', 'alex.brandt', 'tom', 'maya', 'jonas', 'priya', 'liwei'],
  }),
  {
    ...channel('C05F1NANCE1', 'finance', {
      topic: 'Expenses, invoices, budgets',
      purpose: 'Private: money, with our bookkeeper.',
      members: [...EVERYONE, 'nora'],
    }),
    kind: 'group',
  },
  {
    ...channel('C05RAND0M01', 'random', {
      topic: 'Dumplings, cats, coffee machines',
      purpose: 'Anything else.',
      members: EVERYONE,
    }),
    botIsMember: false,
  },
  direct('D06MAYAJ0NA', 'maya', 'jonas'),
  direct('D06T0MALXBR', 'tom', 'alex.brandt'),
  direct('D06L1WZHNGM', 'liwei', 'zhangmin'),
];

function channel(
  id: string,
  name: string,
  about: { readonly topic: string; readonly purpose: string; readonly members: readonly string[] },
): Channel {
  return { ...about, id, name, kind: 'channel', members: about.members.map(personId), botIsMember: true };
}

function direct(id: string, one: string, other: string): Channel {
  const members = [personId(one), personId(other)];
  return { id, name: personId(other), kind: 'im', members, botIsMember: false };
}
