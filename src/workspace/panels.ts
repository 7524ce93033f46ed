// What the app's developer may show of its inside beside the conversation: named parts of some size, drawn as one bar.
// The workspace knows nothing of what they are; whoever starts it hands them in.

export interface PanelPart {
  readonly label: string;
  readonly note: string;
  /** In the panel's unit. */
  readonly amount: number;
  /** Shown when one asks for it. */
  readonly text: string;
}

export interface Panel {
  readonly unit: string;
  readonly parts: readonly PanelPart[];
  /** A share from 0 to 1 that is worth a gauge of its own. */
  readonly share?: { readonly value: number; readonly text: string };
  readonly lines: readonly string[];
}

export interface PanelRequest {
  readonly teamId: string;
  readonly channelId: string;
  /** By the workspace's clock. */
  readonly now: Date;
}

export interface PanelSource {
  readonly id: string;
  readonly title: string;
  /** Looking changes nothing. */
  look(asked: PanelRequest): Promise<Panel>;
}
