internal import CKernels

/// Runs `body` with numbers below the normal range of float32 (1.2e-38) read and written as zero, on this thread.
///
/// Late in training, confident predictions fill whole matrices with such numbers, and processors take some hundred
/// cycles for each: a step would take several times as long. A team's other threads always work like this, so whatever a team
/// may share in must run in here, or results would depend on the number of threads.
public func flushingSubnormals<Result, Failure: Error>(_ body: () throws(Failure) -> Result) throws(Failure)
  -> Result
{
  let before = gk_flush_subnormals()
  defer { gk_restore_subnormals(before) }
  return try body()
}
