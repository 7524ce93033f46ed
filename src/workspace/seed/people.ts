// Who works at Harbour & Pine: nine people in three cities, and a bookkeeper from outside.
import type { SeedInput } from '../seed-schema.ts';

export const PEOPLE: readonly SeedInput['people'][number][] = [
  {
    id: 'U05M4YAL1ND',
    name: 'maya',
    realName: 'Maya Lindqvist',
    displayName: 'Maya',
    title: 'Chief operating officer, Berlin',
    tz: 'Europe/Berlin',
    avatarColor: '#7a5cc4',
  },
  {
    id: 'U05J0N4SWBR',
    name: 'jonas',
    realName: 'Jonas Weber',
    displayName: 'Jonas',
    title: 'Finance lead, Berlin',
    tz: 'Europe/Berlin',
    avatarColor: '#2a7a9b',
  },
  {
    id: 'U05T0M0KAFR',
    name: 'tom',
    realName: 'Tom Okafor',
    displayName: 'Tom',
    title: 'Head of product, Berlin',
    tz: 'Europe/Berlin',
    avatarColor: '#b4532a',
  },
  {
    id: 'U05S0F1AMRN',
    name: 'sofia',
    realName: 'Sofia Marino',
    displayName: 'Sofia',
    title: 'Operations engineer, Berlin',
    tz: 'Europe/Berlin',
    avatarColor: '#a83e6c',
  },
  {
    id: 'U05ALXBRNDT',
    name: 'alex.brandt',
    realName: 'Alex Brandt',
    displayName: 'Alex Brandt',
    title: 'Backend engineer, Berlin',
    tz: 'Europe/Berlin',
    avatarColor: '#3f7d4e',
  },
  {
    id: 'U06ALXCH3N7',
    name: 'alex.chen',
    realName: 'Alex Chen',
    displayName: 'Alex Chen',
    title: 'Account manager, New York',
    tz: 'America/New_York',
    avatarColor: '#94713a',
  },
  {
    id: 'U06PR1YARMN',
    name: 'priya',
    realName: 'Priya Raman',
    displayName: 'Priya',
    title: 'Support lead, New York',
    tz: 'America/New_York',
    avatarColor: '#b0433f',
  },
  {
    id: 'U06L1WE1SHA',
    name: 'liwei',
    realName: '李薇 Li Wei',
    displayName: '李薇 Li Wei',
    title: '中国区销售负责人, Shanghai',
    tz: 'Asia/Shanghai',
    avatarColor: '#4a63c0',
  },
  {
    id: 'U06ZHNGM1N8',
    name: 'zhangmin',
    realName: '张敏 Zhang Min',
    displayName: '张敏 Zhang Min',
    title: '物流协调, Shanghai',
    tz: 'Asia/Shanghai',
    avatarColor: '#8a5a44',
  },
  {
    id: 'U07N0RAFELD',
    name: 'nora',
    realName: 'Nora Feld',
    displayName: 'Nora Feld',
    title: 'Bookkeeper, Feld & Partner',
    tz: 'Europe/Berlin',
    avatarColor: '#5b6b7a',
    isGuest: true,
  },
];

/** By handle, as the conversations name people. */
export function personId(name: string): string {
  const person = PEOPLE.find((one) => one.name === name);
  if (person === undefined) throw new Error(`The seed speaks of ${name}, who does not work here`);
  return person.id;
}
