package dev.meshwright.workbench.launch;

import dev.meshwright.facts.engine.option.Meaning;
import dev.meshwright.facts.engine.option.OptionBook;

/** Flags of an engine for fields of a plan. */
final class EngineFlags {

    private EngineFlags() {}

    /** The engine's flag for what a violation turns on. */
    static String of(OptionBook book, String where) {
        Meaning meaning =
                switch (where.replaceFirst(".*/", "")) {
                    case "weights" -> Meaning.WEIGHTS;
                    case "context" -> Meaning.DECODE_CONTEXT;
                    case "slotsPerRank" -> Meaning.REDUNDANT_EXPERTS;
                    case "pipeline", "stages" -> Meaning.PIPELINE;
                    case "expert", "expertTensor", "experts" -> Meaning.EXPERT;
                    default -> book.of(Meaning.TENSOR).isPresent() ? Meaning.TENSOR : Meaning.STAGE_RANKS;
                };
        return book.flag(meaning);
    }
}
