/**
 * What people asked of a deployment, as it was recorded: requests with their times and lengths, or lengths alone.
 *
 * <p>Doors: {@link dev.meshwright.io.traffic.RequestTraces} for JSON lines, {@link dev.meshwright.io.traffic.LengthFiles} for
 * numbers. For {@code io.problem}. Files are read line by line, so that a million requests take the memory of their numbers
 * alone; a fault names file and line. Seconds; tokens.
 *
 * <pre>{@code
 * RecordedRequests requests = RequestTraces.read(Path.of("requests.jsonl"));
 * }</pre>
 */
@NullMarked
package dev.meshwright.io.traffic;

import org.jspecify.annotations.NullMarked;
