export {
  frameKey,
  type ReportClip,
  type ReportInput,
  type ReportPicture,
  reportLimits,
} from './report-input.ts';
export { writeReport } from './write-report.ts';
