/**
 * Commands that show answers: as a page, side by side, in a browser.
 *
 * <p>Doors: {@link dev.meshwright.cli.show.ReportCommand}, {@link dev.meshwright.cli.show.CompareCommand}, {@link
 * dev.meshwright.cli.show.ServeCommand}. For {@link dev.meshwright.cli.Main}, which names them to picocli. They ask nothing that {@code
 * search} or {@code check} would not ask; what they show is what {@code --format json} prints.
 *
 * <pre>{@code
 * commands.addSubcommand(new CompareCommand(terminal));
 * }</pre>
 */
@NullMarked
package dev.meshwright.cli.show;

import org.jspecify.annotations.NullMarked;
