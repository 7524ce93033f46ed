// The page's side door: JSON and a stream of changes for the browser. Its contract stands in page-wire.ts.
export {};
