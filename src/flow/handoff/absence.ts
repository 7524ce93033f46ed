// Whether somebody's Slack status says that they are away: by its words and by Slack's own signs for it. Pure.

export interface Status {
  readonly text: string;
  /** `:palm_tree:` */
  readonly emoji: string;
  readonly until?: Date;
}

const AWAY_WORDS =
  /\b(?:vacation|holidays?|away|out of (?:the )?office|ooo|pto|(?:on|annual|sick|parental|maternity|paternity) leave|off (?:sick|until|today|this week)|sick|travelling|traveling|offline|unavailable|sabbatical)\b|休假|请假|年假|病假|产假|度假|放假|外出|出差|离开|不在|调休/iu;
/** Of Slack's own proposals "Vacationing" and "Out sick", and what people use like them. */
const AWAY_SIGNS: ReadonlySet<string> = new Set([
  'palm_tree',
  'desert_island',
  'beach_with_umbrella',
  'face_with_thermometer',
  'no_entry',
]);

/** The status in words, when it says away; undefined when it does not, or its time is over. */
export function readAbsence({ text, emoji, until }: Status, now: Date): string | undefined {
  if (until !== undefined && until <= now) return undefined;
  const isAway = AWAY_WORDS.test(text) || AWAY_SIGNS.has(emoji.replaceAll(':', ''));
  if (!isAway) return undefined;
  return text.trim() === '' ? emoji : text.trim();
}
