// "This is Sam, I write from Tomás's account": whoever somebody says to be, they are who Slack says they are.

const ENGLISH =
  /(?:^|[.!?\n]\s*|^\W*)(?:hi,?\s+|hello,?\s+)?(?:this is|i am|i['’]m|my name is)\s+(\p{Lu}[\p{L}'’-]+)(?!['’]s)/gu;
const CHINESE = /(?:我是|我叫|这里是)\s*([\p{Script=Han}]{2,4}|\p{Lu}\p{L}+)/gu;

/** The person of the directory that the author of these words says to be, and is not. */
export function claimsToBe(
  { text, by }: { text: string; by: string },
  names: ReadonlyMap<string, string>,
): string | undefined {
  const claimed = [...lowerStart(text).matchAll(ENGLISH), ...text.matchAll(CHINESE)].map(
    ([, name = '']) => name,
  );
  const own = firstNameOf(names.get(by) ?? '');
  for (const [personId, name] of names) {
    const first = firstNameOf(name);
    if (personId === by || first === own || first.length < 2) continue;
    if (claimed.some((one) => one.toLowerCase() === first.toLowerCase() || one.startsWith(first)))
      return personId;
  }
  return undefined;
}

/** Sentences begin large and small. */
function lowerStart(text: string): string {
  return text.replaceAll(/\b(?:This is|I am|I['’]m|My name is|Hi|Hello)\b/gu, (found) => found.toLowerCase());
}

function firstNameOf(name: string): string {
  return name.split(/[\s,(（]/u)[0] ?? '';
}
