package dev.meshwright.workbench.format;

import dev.meshwright.answer.FormatComparison;
import dev.meshwright.answer.SearchAnswer;
import dev.meshwright.workbench.SearchRequest;
import java.util.Optional;

/**
 * The answer in the best of the formats that were asked for.
 *
 * @param request that it answers, in that format
 * @param answer to it
 * @param comparison of all formats; empty where one was asked for
 */
public record ComparedFormats(SearchRequest request, SearchAnswer answer, Optional<FormatComparison> comparison) {}
