/**
 * Shell scripts as far as launches are written in them: quotes, variables, arrays, arithmetic, tests, loops, functions,
 * here-documents, batch jobs, scripts that call each other.
 *
 * <p>Door: {@link dev.meshwright.launch.shell.Script}, which says what programs a script would start and with which words.
 * For the other packages of {@code launch}; uses no other of them. Nothing is executed. A variable that nothing sets stays
 * a mark in the words, see {@link dev.meshwright.launch.shell.Unset}, so that who needs the word can name it. Scripts end:
 * loops and steps are counted.
 *
 * <pre>{@code
 * new Script(files, findings).run("run.sh", "N=8; vllm serve m -tp $N", 1, Map.of()).getFirst().words();
 * }</pre>
 */
@NullMarked
package dev.meshwright.launch.shell;

import org.jspecify.annotations.NullMarked;
