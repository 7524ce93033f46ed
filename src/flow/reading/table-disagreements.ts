// Where the rows of a table say different things of the same.
import type { Disagreement } from '../../agent/disagreement.ts';
import type { Form } from '../../agent/reading/form.ts';
import { rowsDisagree } from '../../agent/reading/rows-disagree.ts';
import type { Row } from './items.ts';
import { labelOfItem } from './table.ts';

export function tableDisagreements(form: Form, rows: readonly Row[]): readonly Disagreement[] {
  return rowsDisagree(
    form,
    rows.flatMap(({ item, outcome }) =>
      outcome.status === 'read' ? [{ label: labelOfItem(item), cells: outcome.cells }] : [],
    ),
  );
}
