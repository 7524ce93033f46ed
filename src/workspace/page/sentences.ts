// What went wrong, as people would say it; an error that is not here is told by its own name.

const SENTENCES: Readonly<Record<string, string>> = {
  account_inactive: 'This account is deactivated.',
  app_did_not_respond: 'The app did not answer within three seconds. Is it running and connected?',
  app_home_disabled: 'This app has no Home tab.',
  cant_delete_message: 'Only who wrote a message can delete it.',
  cant_update_message: 'Only who wrote a message can change it.',
  channel_not_found: 'There is no such channel for you.',
  is_archived: 'This channel is archived: nobody writes here any more.',
  name_taken: 'There is a channel of this name already.',
  not_in_channel: 'Join this channel first.',
  profile_status_set_failed_too_long: 'A status has at most 100 characters.',
  session_not_processing: 'There is nothing to stop any more.',
  thread_not_found: 'This thread is gone.',
  too_large: 'This file is too large for the workspace.',
  unknown_panel: 'There is no such panel here.',
  unknown_command: 'No app here knows this command. Begin with a space to send it as a message.',
  user_not_found: 'There is no such person in this workspace.',
  view_not_found: 'This window is no longer open for the app.',
};

export function toSentence(error: string): string {
  return SENTENCES[error] ?? `The workspace said no: ${error.replaceAll('_', ' ')}.`;
}
