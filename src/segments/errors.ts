// What can go wrong with a segment, for people and for programs.
import { defineErrors } from '../kernel/index.ts'

export const segmentErrors = defineErrors({
  SEGMENT_INVALID: { status: 422, message: 'The segment definition is not valid.', hint: 'Each listed issue names its path and what is allowed there; docs/reference/segment-language.md has an example of every condition.' },
  SEGMENT_NOT_FOUND: { status: 404, message: 'There is no such segment.', hint: 'Check the id; the segment may belong to another workspace or be archived.' },
  SEGMENT_CYCLE: { status: 422, message: 'The segment would refer to itself.', hint: 'Remove one of the references in the circle that is shown.' },
  SEGMENT_REFERENCE_MISSING: { status: 422, message: 'The segment refers to something that does not exist.', hint: 'Choose an existing segment or list of this workspace.' },
  SEGMENT_NAME_TAKEN: { status: 409, message: 'A segment of this name exists.', hint: 'Choose another name.' },
  SEGMENT_CHANGED: { status: 412, message: 'Somebody changed this segment meanwhile.', hint: 'Read it again and repeat your change on the new version.' },
  SEGMENT_IN_USE: { status: 409, message: 'The segment is used by another segment or by a campaign that has not been sent.', hint: 'Remove it there first.' },
})
