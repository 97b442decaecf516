/**
 * Launch files asked about: what they mean, whether they run, what they are worth.
 *
 * <p>Door: {@link dev.meshwright.workbench.launch.Launching}, a {@link dev.meshwright.workbench.launch.LaunchRequest} in and a
 * {@link dev.meshwright.workbench.launch.Launched} out. For {@code cli} and whoever embeds Meshwright; uses the workbench for
 * the evaluation of pools. Bad input is {@link dev.meshwright.base.fault.InvalidInputException} with all faults at once.
 *
 * <pre>{@code
 * Launching.read(new Workbench(), LaunchRequest.of(files, Asked.NOTHING), watch).answer().launch().verdict();   // runs
 * }</pre>
 */
@NullMarked
package dev.meshwright.workbench.launch;

import org.jspecify.annotations.NullMarked;
