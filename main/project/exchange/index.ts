export { writeCodeWindow } from './code-window-file.ts';
export { type EventsDocument, type ExchangeClip, fileSeconds, placeEvents } from './events-document.ts';
export { importedCodes, importedEvents } from './import-changes.ts';
export { createEventPlacer, type PlacedFoundEvent, placeFoundEvents } from './place-found-events.ts';
export { type ReadImport, readImport } from './read-import.ts';
export { extensionOf, lossOf, writeEvents } from './write-events.ts';
