/**
 * Files that start a plan: scripts, manifests, settings of engines, a client and a row to compare with.
 *
 * <p>Door: {@link dev.meshwright.io.launch.written.ExportFiles}. For {@code workbench} and {@code cli}; what the options are is
 * said in {@code launch.export}. YAML and JSON are written by {@code io.tree}, which quotes every value.
 *
 * <pre>{@code
 * ExportFiles.of(answer).get("node-0.sh");   // #!/usr/bin/env bash ...
 * }</pre>
 */
@NullMarked
package dev.meshwright.io.launch.written;

import org.jspecify.annotations.NullMarked;
