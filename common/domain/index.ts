export type {
  Agreement,
  AgreementNumbers,
  CodeAgreement,
  Kappa,
} from './agreement.ts';
export { compareMarks, withoutCodes } from './agreement.ts';
export type { AgreementKind, AgreementPair } from './agreement-pairs.ts';
export { borderToleranceFrames, matchedOverlap, shortEventSeconds } from './agreement-pairs.ts';
export type { ClipAnalysis, Transition } from './analysis.ts';
export { transitionAt } from './analysis.ts';
export type { AnswerDimension, AnswerForm } from './answer-form.ts';
export { answerDimensions } from './answer-form.ts';
export { readAnswer } from './answer-reading.ts';
export type {
  CaseCheck,
  CaseClip,
  CaseFrameCheck,
  CaseManifest,
  CasePicture,
  CaseReplay,
  CaseSeal,
  CaseSignature,
} from './case-file.ts';
export { caseVersion, frameCheckWords } from './case-file.ts';
export type { ClipInfo, Conversion, FrameTimes, VideoTrack } from './clip.ts';
export type { ClipSeconds } from './clip-seconds.ts';
export { clipSeconds, durationOfRange, rangeOfSeconds, secondsOfRange } from './clip-seconds.ts';
export {
  changeCode,
  codeColours,
  codeNamed,
  moveCode,
  newCode,
  nextColour,
  placeCode,
  removeCode,
} from './code-edits.ts';
export { coveredSeconds } from './covered-seconds.ts';
export { chronometerText, clockText, drawingOnFrame } from './drawing-clock.ts';
export { exportedDrawings, exportedTrack } from './drawing-export.ts';
export { drawingFigure } from './drawing-figure.ts';
export type { PicturePoint } from './drawing-geometry.ts';
export {
  angleDegrees,
  constrained,
  distanceToSegment,
  drawingText,
  lengthText,
  measuredLength,
  movedBy,
  pixelLength,
  pointCount,
  simplified,
} from './drawing-geometry.ts';
export { drawingsSvg, figurePaths, spotlightShade, tracksSvg } from './drawing-svg.ts';
export type {
  EngineCard,
  EngineProtocol,
  EngineSpeed,
  FrameSizer,
  Guidance,
  LongClip,
  Mode,
  Prompts,
  ServerCapabilities,
  ToolName,
} from './engine.ts';
export { guidances, modes, toolNames } from './engine.ts';
export { engineFacts } from './engine-facts.ts';
export type { ErrorCode, ErrorFacts } from './errors.ts';
export {
  cancelled,
  DeepSportError,
  errorCodes,
  isDeepSportError,
  throwIfCancelled,
  toDeepSportError,
} from './errors.ts';
export type { Edge, NewEvent } from './event-edits.ts';
export {
  addLabel,
  changeableEvents,
  describeEvent,
  isSameLabel,
  mergeEvents,
  moveEvents,
  moveWithin,
  nudgeEvents,
  recodeEvents,
  removeEvents,
  removeLabel,
  setEventRange,
  splitEvents,
  tagEvents,
  trimEvents,
  trimRange,
} from './event-edits.ts';
export type {
  CodeNumbers,
  EventCell,
  LabelMatrix,
  Period,
  PeriodRow,
  TimeBin,
} from './event-numbers.ts';
export {
  countsOverTime,
  equalPeriods,
  labelGroups,
  labelMatrix,
  niceBinSeconds,
  numbersPerCode,
  numbersPerPeriod,
  periodsOfCode,
} from './event-numbers.ts';
export type { BurnIn, BurntEvent, Drawing, ExportRequest, ReelPart } from './export.ts';
export { stackBounds } from './export.ts';
export type { Frame, FrameFingerprint, FrameReference } from './frame.ts';
export { frameReference } from './frame.ts';
export { frameAtTime } from './frame-at-time.ts';
export { frameMentions } from './frame-mentions.ts';
export type { FrameRange } from './frame-range.ts';
export { frameRangeLength, isSameLook, sampleEvenly } from './frame-range.ts';
export { mergeRanges } from './frame-ranges.ts';
export type {
  EventChoice,
  EventFormat,
  FileMarking,
  HandoverRequest,
  ImportFormat,
  ImportPreview,
} from './handover.ts';
export { eventFormats, importFormats } from './handover.ts';
export type { ExportResult, Job, JobKind, StageProgress } from './job.ts';
export {
  keepKeyImage,
  keyImagesOf,
  neighbouringKeyImage,
  noteKeyImage,
  removeKeyImage,
} from './key-image-edits.ts';
export { joinTexts, labelsOfText, labelsText, splitTexts } from './labels-text.ts';
export type { AskedQuestion } from './last-question.ts';
export { lastQuestion } from './last-question.ts';
export type { KeptLedgerLine, Ledger, LedgerLine } from './ledger.ts';
export { sentForQuestion } from './ledger.ts';
export type { EntryFacts, EntryState, LeftOutEntry, PlaylistOrder } from './playlist-edits.ts';
export {
  addEntries,
  copyEntries,
  entriesOfEvents,
  entryState,
  freePlaylistName,
  mostPlaylistEntries,
  moveEntry,
  noteEntry,
  playlistNamed,
  playlistOrders,
  playlistsByName,
  removeEntry,
  setSyncFrame,
  showableEntries,
  sortEntries,
  stackOfEntries,
  trimEntry,
} from './playlist-edits.ts';
export type { ProbeReading, ProbeVerdict } from './probe-verdict.ts';
export { probeVerdict } from './probe-verdict.ts';
export { probeWords } from './probe-words.ts';
export type {
  HistoryEnds,
  HistoryEntry,
  ItemEdit,
  RecordChange,
  RecordEdit,
  RecordItems,
  RecordUpdate,
} from './project-record.ts';
export { applyChanges, codesInOrder, noItems, putItem, removeItem } from './project-record.ts';
export type { CurrentProject, MissingClip, ProjectSummary } from './project-summary.ts';
export type { ProposalCorrection } from './proposal-edits.ts';
export {
  acceptProposals,
  byDoubt,
  isAcceptable,
  nearestProposal,
  rejectProposals,
} from './proposal-edits.ts';
export type { ProposalFate, ProposalSum } from './proposal-record.ts';
export { proposalRecord, sumOfProposals } from './proposal-record.ts';
export type { BatchTarget, QuestionBatch } from './question-batch.ts';
export type { QuestionPreset, QuestionSport } from './question-presets.ts';
export {
  nanoQuestions,
  questionPresets,
  questionSportNamed,
  questionSports,
} from './question-presets.ts';
export type {
  Author,
  Calibration,
  Code,
  CodeButton,
  CodeWindow,
  DrawingItem,
  DrawingShape,
  ItemOf,
  KeyImage,
  Label,
  Mark,
  Playlist,
  PlaylistEntry,
  ProjectEvent,
  Proposal,
  RecordItem,
  RecordKind,
  Reveal,
  SyncPoint,
  Track,
  TrackPoint,
} from './record-items.ts';
export { drawingShapes, recordKinds } from './record-items.ts';
export { sampleOutside } from './sample-frames.ts';
export type { Size } from './size.ts';
export { fitWithin } from './size.ts';
export type { Span } from './span.ts';
export { readSpans } from './span-reading.ts';
export { namesTimes } from './span-times.ts';
export { sportLayouts } from './sport-layouts.ts';
export type { DownloadOffer, KnownModel, Precision, StoredModel } from './stored-model.ts';
export { precisions } from './stored-model.ts';
export type { Stroboscope } from './stroboscope.ts';
export { checkStroboscope, momentsInTime, stroboscopeMoments } from './stroboscope.ts';
export { endUnderWay, pressButton } from './tagging.ts';
export { hasLabel, labelTargets, phaseGroup } from './tagging-edits.ts';
export type { CodeUnderWay, PressContext, Pressed, Tagging } from './tagging-state.ts';
export { forgetLast, noTagging } from './tagging-state.ts';
export type { TrackView } from './track-figure.ts';
export { dotsPath, dotWidths, trackFigure, trackViews } from './track-figure.ts';
export type { TrackScale } from './track-motion.ts';
export { motionAt, trackRows } from './track-motion.ts';
export {
  anchorsAround,
  joined,
  pointOn,
  trackRange,
  withFound,
  withPoints,
} from './track-points.ts';
export type { TrackLoss, TrackSearch, TrackSearchEvent } from './track-search.ts';
export { trackTable } from './track-table.ts';
export type {
  Action,
  AskSettings,
  FramesStep,
  Probe,
  ProbeKind,
  ProgressStage,
  SentBytes,
  Step,
  TextToolCall,
  TokenUsage,
  ToolResultStep,
  Trajectory,
  TrajectoryEvent,
  TurnPrompt,
  TurnStep,
  TurnWarning,
  VeiledStep,
} from './trajectory.ts';
export { agentEngineId, applyTrajectoryEvent, framesShown, isOtherAgent, probeKinds } from './trajectory.ts';
