/**
 * Formats of weights, compared.
 *
 * <p>Door: {@link dev.meshwright.workbench.format.FormatSearch}, for the command line and whoever embeds the program. A request whose
 * problem lists several formats goes in; the answer of the best of them and what each came to come out.
 *
 * <pre>{@code
 * ComparedFormats compared = new FormatSearch(new Workbench()).answer(request, Watch.NONE);
 * }</pre>
 */
@NullMarked
package dev.meshwright.workbench.format;

import org.jspecify.annotations.NullMarked;
