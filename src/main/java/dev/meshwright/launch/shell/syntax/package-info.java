/**
 * How shell scripts are written: words, operators, here-documents, and the statements that they make.
 *
 * <p>Doors: {@link dev.meshwright.launch.shell.syntax.Parser} for a script, {@link dev.meshwright.launch.shell.syntax.Lexer} for
 * words. For {@code launch.shell}, which runs them; uses findings and places alone. Nothing is expanded here: words stay as they
 * are written. Lines are counted from 1.
 *
 * <pre>{@code
 * Parser.script("run.sh", "if true; then vllm serve m; fi", 1, findings);
 * }</pre>
 */
@NullMarked
package dev.meshwright.launch.shell.syntax;

import org.jspecify.annotations.NullMarked;
