// A person as Slack's JSON shows one.
import type { Json, Person } from './model.ts';
import type { State } from './state.ts';

const AVATAR_SIZES = [24, 32, 48, 72, 192, 512];

type Names = Pick<State, 'team' | 'bot' | 'nowMs'>;

export const toSlackUser = (person: Person, state: Names): Json => ({
  ...toUser(person, state),
  profile: toProfile(person, state),
});

/** The event alone tells of the profile's own fields, of which there are none here. */
export const toChangedUser = (person: Person, state: Names): Json => ({
  ...toUser(person, state),
  profile: { ...toProfile(person, state), fields: null },
});

function toUser(person: Person, { team, nowMs }: Names): Json {
  return {
    id: person.id,
    team_id: team.id,
    name: person.name,
    deleted: person.isDeactivated === true,
    color: colorOf(person),
    real_name: person.realName,
    tz: person.tz,
    tz_label: person.tz,
    tz_offset: offsetSeconds(person.tz, nowMs()),
    is_admin: false,
    is_owner: false,
    is_primary_owner: false,
    is_restricted: person.isGuest,
    is_ultra_restricted: false,
    is_bot: person.isBot,
    is_app_user: false,
    is_email_confirmed: true,
    who_can_share_contact_card: 'EVERYONE',
    locale: 'en-US',
    updated: 0,
  };
}

const colorOf = ({ avatarColor }: Person): string => avatarColor?.replace('#', '') ?? '9f69e7';

function toProfile(person: Person, { team, bot, nowMs }: Names): Json {
  const [first = '', ...rest] = person.realName.split(' ');
  const color = colorOf(person);
  const status = standingStatus(person, nowMs());
  return {
    title: person.title,
    phone: '',
    skype: '',
    real_name: person.realName,
    real_name_normalized: person.realName,
    display_name: person.displayName,
    display_name_normalized: person.displayName,
    first_name: first,
    last_name: rest.join(' '),
    status_text: status?.text ?? '',
    status_text_canonical: '',
    status_emoji: status?.emoji ?? '',
    status_emoji_display_info: [],
    status_expiration: Math.floor((status?.untilMs ?? 0) / 1000),
    avatar_hash: `g${person.id.slice(-6).toLowerCase()}`,
    ...Object.fromEntries(AVATAR_SIZES.map((size) => [`image_${size}`, toAvatar(person, { color, size })])),
    team: team.id,
    ...(person.isBot ? { bot_id: person.botId ?? bot.botId, api_app_id: person.appId ?? bot.appId } : {}),
  };
}

/** Slack takes a status away when its time is over. */
export function standingStatus({ status }: Person, nowMs: number): Person['status'] {
  return status?.untilMs !== undefined && status.untilMs <= nowMs ? undefined : status;
}

/** The first letter on the person's colour: no picture is fetched from anywhere. */
function toAvatar({ displayName }: Person, { color, size }: { color: string; size: number }): string {
  const letter = encodeURIComponent(/^[\p{L}\p{N}]/u.exec(displayName)?.[0] ?? '');
  const box = `width='${size}' height='${size}' viewBox='0 0 10 10'`;
  return `data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' ${box}><rect width='10' height='10' fill='%23${color}'/><text x='3' y='7' font-size='6'>${letter}</text></svg>`;
}

function offsetSeconds(zone: string, atMs: number): number {
  const parts = new Intl.DateTimeFormat('en', { timeZone: zone, timeZoneName: 'longOffset' }).formatToParts(
    atMs,
  );
  const name = parts.find(({ type }) => type === 'timeZoneName')?.value ?? '';
  const [, sign, hours = '0', minutes = '0'] = /GMT([+-])(\d+):(\d+)/.exec(name) ?? [];
  const seconds = Number(hours) * 3600 + Number(minutes) * 60;
  return sign === '-' ? -seconds : seconds;
}
