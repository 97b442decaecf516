/**
 * The commands: options become a request, {@code workbench} answers it, a rendering is printed.
 *
 * <p>Door: {@link dev.meshwright.cli.Main}. Used by nobody in the project; the only room that uses picocli, prints,
 * and returns {@link dev.meshwright.cli.terminal.ExitCode}s. Answers go to standard output, talk and faults to standard error;
 * no file is left half written. Options that commands share are in {@code option}; they take quantities with
 * units. Commands that look something up are in {@code lookup}.
 *
 * <pre>{@code
 * int code = Main.run(out, err, "search", "problem.yaml");   // 0; 4 where no layout is feasible
 * }</pre>
 */
@org.jspecify.annotations.NullMarked
package dev.meshwright.cli;
