// The ids that a poll's buttons carry out to Slack and back.

export const POLL_VOTE = /^poll_vote_\d+$/u;
export const POLL_CLOSE = 'poll_close';

export function voteAction(option: number): string {
  return `poll_vote_${option}`;
}

export function voteValue(pollId: string, option: number): string {
  return `${pollId} ${option}`;
}

export function fromVoteValue(value: string): { pollId: string; option: number } | undefined {
  const [, pollId, option] = /^(\S{1,60}) (\d{1,2})$/u.exec(value) ?? [];
  return pollId === undefined || option === undefined ? undefined : { pollId, option: Number(option) };
}
