// English or Chinese: the language of the goal is the language of the answer.

export type Language = 'en' | 'zh';

/** Picks one of a sentence said in both. */
export type Tongue = (en: string, zh: string) => string;

export function languageOf(text: string, later: readonly string[] = []): Language {
  const wished = [text, ...later].findLast((said) => wishOf(said) !== undefined);
  const wish = wished === undefined ? undefined : wishOf(wished);
  if (wish !== undefined) return wish;
  const wide = text.match(/\p{Script=Han}/gu)?.length ?? 0;
  const words = text.replace(/@\S+|\S+\.\w{2,4}\b/g, '').match(/[A-Za-z]{2,}/g)?.length ?? 0;
  return wide > words ? 'zh' : 'en';
}

export function tongueOf(language: Language): Tongue {
  return (en, zh) => (language === 'zh' ? zh : en);
}

function wishOf(text: string): Language | undefined {
  if (/\b(?:answer|reply|write|in) (?:in )?(?:chinese|mandarin)\b|用中文|中文回答/i.test(text)) return 'zh';
  if (/\b(?:answer|reply|write|in) (?:in )?english\b|用英[文语]|英文回答/i.test(text)) return 'en';
  return undefined;
}
