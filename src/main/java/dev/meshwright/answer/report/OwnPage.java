package dev.meshwright.answer.report;

import dev.meshwright.answer.report.block.Block.Cell;
import dev.meshwright.answer.report.block.Section;
import dev.meshwright.answer.report.block.Tree;
import java.util.List;
import java.util.Optional;

/** The page of an answer that is no layout: it says all of its headline itself. */
sealed interface OwnPage permits CompareSections, FrontSections, PlaceSections, ValidationSections {

    /** What it is about. */
    String title();

    /** In small above the answer. */
    String setting();

    /** The answer in one sentence. */
    String sentence();

    /** In a word or two. */
    Cell verdict();

    /** All sections, the answer first. */
    List<Section> all();

    /** The page of {@code document}; empty where it is of a layout. */
    static Optional<OwnPage> of(Tree document) {
        if (document.has("contenders")) {
            return Optional.of(new CompareSections(document));
        }
        if (document.has("physicalToLogical")) {
            return Optional.of(new PlaceSections(document));
        }
        if (document.at("report").text("question").equals("validate")) {
            return Optional.of(new ValidationSections(document));
        }
        return document.has("points") ? Optional.of(new FrontSections(document)) : Optional.empty();
    }
}
