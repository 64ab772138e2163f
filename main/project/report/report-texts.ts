import { byteWords, clockTime, counted, lasting } from './report-format.ts';

/** Every word of a report, ready for translation. */
export const reportTexts = {
  project: 'Project',
  summary: (events: number, clips: number, questions: number) =>
    [counted(events, 'event'), counted(clips, 'clip'), counted(questions, 'question')].join(', '),
  written: (date: string, version: string) => `written ${date} by DeepSport ${version}`,

  clips: (count: number) => (count === 1 ? 'Clip' : 'Clips'),
  file: 'File',
  sha256: 'SHA-256',
  unreadableFile: 'not known: the file could not be read',
  coding: 'Coded as',
  coded: (codec: string, container: string) => `${codec} in ${container}`,
  converted: (source: string, read: string) => `${source}, read as ${read}`,
  picture: 'Picture',
  pictureFacts: (width: number, height: number, bits: number, scan: string) =>
    `${width} × ${height}, ${bits} bit, ${scan}`,
  frames: 'Frames',
  frameNumbers: (count: number) => `${count}, numbered 0 to ${count - 1}`,
  length: 'Length',
  frameRate: 'Frame rate',
  rate: (rate: string, isVariable: boolean) =>
    isVariable ? `variable, ${rate} a second on average` : `${rate} a second`,
  camera: 'Camera',
  cameraRate: (rate: number) => `${rate} frames a second: times are real seconds`,

  numbers: 'Numbers',
  code: 'Code',
  eventCount: 'Events',
  timeInAll: 'Time in all',
  mean: 'Mean',
  share: 'Share of the clips',
  timeOfCodes: 'Time of each code',
  overTime: 'When events begin',
  columnLength: (seconds: number) => `Each column is ${lasting(seconds)} long.`,
  inPeriods: 'Codes in periods',
  outside: 'Outside',
  all: 'All',
  labels: (group: string) => (group === '' ? 'Codes and labels' : `Codes and labels: ${group}`),
  without: 'Without',
  moreLabels: (count: number) => `${counted(count, 'further label')} not shown.`,
  most: (count: number) => `max ${count}`,
  countAndTime: (count: number, seconds: number) => `${count} × · ${lasting(seconds)}`,

  keyImages: 'Key images',

  events: 'Events',
  noEvents: 'There is no event in this report.',
  moreEvents: (count: number, told: number) =>
    `${count} further events are counted above, but not told one by one: a report tells ${told}.`,
  eventFacts: (frames: string, start: number, end: number) =>
    `frames ${frames} · ${clockTime(start)} to ${clockTime(end)} · ${lasting(end - start)}`,
  byPerson: 'by a person',
  byEngine: (engine: string) => `proposed by ${engine}, accepted by a person`,
  evidence: (frames: readonly number[]) => `evidence: frames ${frames.join(', ')}`,
  frame: (number: number) => `Frame ${number}`,
  drawings: (frame: number) => `Drawings on frame ${frame}`,

  questions: 'Questions',
  aboutQuestions:
    'What an engine says is a proposal. A claim that names a frame the engine was never shown is marked.',
  clip: 'Clip',
  scope: (name: string, frames: string) => `${name}, frames ${frames}`,
  engine: 'Engine',
  engineFacts: (name: string, id: string, device: string | null) =>
    `${name} (${id}), ${device === null ? 'on a server: frames left this machine' : `on this machine, ${device}`}`,
  weights: 'Weights',
  unknown: 'not known',
  asked: 'Asked',
  askedFacts: (date: string, mode: string, seed: number, temperature: number | null) =>
    `${date}, ${mode}, seed ${seed}${temperature === null ? '' : `, temperature ${temperature}`}`,
  tokens: 'Tokens',
  tokenFacts: (read: number, cached: number, written: number) =>
    `${read} read, ${cached} from the cache, ${written} written`,
  charged: (cost: number) => `, charged ${cost.toFixed(4)}`,
  time: 'Time',
  timeFacts: (seconds: number, turns: number) => `${seconds.toFixed(1)} s in ${counted(turns, 'turn')}`,
  shown: {
    start: 'Shown at the start',
    model: 'Looked at by the engine',
    analyst: 'Shown by a person',
  },
  ofFrames: (frames: string) => `frames ${frames}`,
  size: 'Size',
  sentHash: 'SHA-256 of the picture as sent',
  turn: (number: number) => `Turn ${number}`,
  turnCost: (read: number, cached: number, written: number, seconds: number) =>
    `${read} tokens read, ${cached} from the cache, ${written} written, ${seconds.toFixed(1)} s`,
  askedFurther: 'Asked further',
  noAction: 'No action could be read.',
  looks: (frames: string) => `Looks at frames ${frames}.`,
  calls: (tool: string) => `Calls ${tool}.`,
  answers: (text: string) => `Answers: ${text}`,
  claimWithoutFrame: 'Claim without a frame: ',
  remark: 'Note: ',
  answer: 'Answer',
  noAnswer: 'No answer',
  formBroken: 'The reply does not keep to its form.',

  proposals: 'Proposals',
  evidenceFrames: 'Evidence',
  became: 'Became',
  fates: { open: 'not judged yet', accepted: 'accepted', rejected: 'rejected' },

  proposalRecord: 'What became of proposals',
  aboutProposalRecord:
    'By the record as it stands. Corrected: the event has another range or code by now; moved by: how far the further end of its range went, in the median.',
  asProposed: 'kept as proposed',
  corrected: 'corrected',
  movedBy: 'moved by',
  removedLater: 'removed later',
  frameCount: (count: number) => counted(count, 'frame'),
  tested: 'Tested with changed pictures',

  history: 'History',
  noHistory: 'Nothing was changed yet.',
  when: 'When',
  what: 'What',
  who: 'Who',
  undone: (title: string) => `${title} (undone)`,
  person: 'a person',
  moreHistory: (count: number) => `${counted(count, 'earlier change')} not shown.`,

  network: 'What left this machine',
  nothingSent: 'No frame and no word of the questions above left this machine.',
  sent: (frames: number, engines: readonly string[], questions: number) =>
    `${counted(frames, 'frame')} went to ${engines.join(', ')} for ${counted(questions, 'question')} of this report.`,
  sentInAll: (bytes: number) =>
    `Since it was started, the application has sent ${byteWords(bytes)} to other machines for everything it did.`,

  counting: 'How frames are counted',
  aboutCounting:
    'A frame is its rank by presentation time in the clip’s picture track, counted from 0. Its time is the timestamp that the file gives it, never a number divided by a frame rate. A range holds its first and its last frame; it ends where the last frame ends. The number under a picture is the first 16 of the 64 digits of SHA-256 over the frame’s RGB pixels at full size, as the viewer shows them. The same number and the same digits mean the same picture, here and in the application.',
} as const;
