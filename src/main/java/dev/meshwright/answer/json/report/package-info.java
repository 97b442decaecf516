/**
 * What a report shows beside a plan, as plain data: the question in figures, targets beside what is reached, the roofline, what starts
 * the plan, and how every number came about.
 *
 * <p>Door: {@link dev.meshwright.answer.json.report.ReportDocument}, which is a plan or a verdict with the key {@code report}. For
 * {@code cli}, which prints it as JSON and puts it into pages, and for {@code answer.report}, which reads it there. Base units: seconds,
 * bytes, FLOP, tokens per second.
 *
 * <pre>{@code
 * Documents.toJson(ReportDocument.of(found, start));
 * }</pre>
 */
@NullMarked
package dev.meshwright.answer.json.report;

import org.jspecify.annotations.NullMarked;
