/**
 * Answers as pages: one self-contained HTML file that needs no network, for people who look before they read.
 *
 * <p>Door: {@link dev.meshwright.answer.report.Report}. For {@code cli}, which writes it. Reads an answer as {@code --format json} prints
 * it, so that a page of a file that somebody sent equals the page that the command wrote. Computes nothing: sections choose words, units
 * and order, a logic-less template (the only user of Mustache) puts them into HTML and escapes them, a script draws each chart from the
 * numbers of the table behind it.
 *
 * <pre>{@code
 * String html = Report.of(document, Documents.toJson(document));
 * }</pre>
 */
@NullMarked
package dev.meshwright.answer.report;

import org.jspecify.annotations.NullMarked;
