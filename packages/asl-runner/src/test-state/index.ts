export { testState } from './test-state.js'
export {
  TestStateError,
  type InspectionData,
  type InspectionLevel,
  type Mock,
  type TestStateConfiguration,
  type TestStateRequest,
  type TestStateResponse,
  type TestStatus,
} from './request.js'
