package dev.meshwright.answer;

import dev.meshwright.answer.explain.Argument;
import dev.meshwright.answer.explain.Unfinished;
import dev.meshwright.answer.explain.pool.PoolArgument;
import dev.meshwright.answer.explain.shortage.Shortage;
import dev.meshwright.facts.problem.Problem;
import dev.meshwright.question.front.FrontPoint;
import java.util.List;
import java.util.Optional;

/** What a search came to. */
public sealed interface SearchAnswer {

    /** The problem, on GPUs as they are calibrated. */
    Problem problem();

    /** What was not stated and therefore assumed, and what was calibrated. */
    List<String> notes();

    /** Where it comes from. */
    Provenance provenance();

    /** The answer as the slow end of a front; empty where it is none. */
    default Optional<FrontPoint> slowest() {
        return switch (this) {
            case Found found -> found.mostTokens();
            case Split split -> split.mostTokens();
            case NoPools none -> Optional.empty();
            case NothingFound nothing -> Optional.empty();
            case NoneYet none -> Optional.empty();
        };
    }

    /**
     * The best layout.
     *
     * @param argument the layout, what it costs, and why nothing else is better
     * @param mostTokens it as the slow end of the front, beside what no plan exceeds that may take its place; empty where it is not the most
     *     tokens within the targets
     */
    record Found(Argument argument, Optional<FrontPoint> mostTokens, List<String> notes, Provenance provenance)
            implements SearchAnswer {
        public Found {
            notes = List.copyOf(notes);
        }

        @Override
        public Problem problem() {
            return argument.problem();
        }

        /** Whether the layout misses a target that the problem states. */
        public boolean missesTarget() {
            return !argument.winner().evaluation().missedTargets().isEmpty();
        }
    }

    /**
     * The best plan with prompts and answers on GPUs of their own.
     *
     * @param argument the plan, what it costs, and why nothing else is better
     * @param mostTokens it as the slow end of the front, likewise
     */
    record Split(PoolArgument argument, Optional<FrontPoint> mostTokens, List<String> notes, Provenance provenance)
            implements SearchAnswer {
        public Split {
            notes = List.copyOf(notes);
        }

        @Override
        public Problem problem() {
            return argument.problem();
        }
    }

    /**
     * Prompts and answers were to have GPUs of their own, and no plan has that.
     *
     * @param reason why
     * @param complete whether the search came to its end, so that it is a proof
     */
    record NoPools(Problem problem, String reason, boolean complete, List<String> notes, Provenance provenance)
            implements SearchAnswer {
        public NoPools {
            notes = List.copyOf(notes);
        }
    }

    /**
     * No layout is feasible: the search came to its end, so that it is a proof.
     *
     * @param shortage why, and what would change it
     */
    record NothingFound(Problem problem, Shortage shortage, List<String> notes, Provenance provenance)
            implements SearchAnswer {
        public NothingFound {
            notes = List.copyOf(notes);
        }
    }

    /**
     * The search was stopped before any layout was complete: nobody knows yet whether one is feasible.
     *
     * @param unfinished how far it got
     */
    record NoneYet(Problem problem, Unfinished unfinished, List<String> notes, Provenance provenance)
            implements SearchAnswer {
        public NoneYet {
            notes = List.copyOf(notes);
        }
    }
}
