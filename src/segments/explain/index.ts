// A second door, for tools that have no database and want to start fast: explaining and checking only.
export { explainSegment, type SegmentExplanation } from './explain-segment.ts'
export { issueText, parseSegment } from '../parse.ts'
