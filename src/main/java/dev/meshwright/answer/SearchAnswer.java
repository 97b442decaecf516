package dev.meshwright.answer;

import dev.meshwright.answer.explain.Argument;
import dev.meshwright.answer.explain.Unfinished;
import dev.meshwright.answer.explain.pool.PoolArgument;
import dev.meshwright.answer.explain.shortage.Shortage;
import dev.meshwright.facts.problem.Problem;
import java.util.List;

/** What a search came to. */
public sealed interface SearchAnswer {

    /** The problem, on GPUs as they are calibrated. */
    Problem problem();

    /** What was not stated and therefore assumed, and what was calibrated. */
    List<String> notes();

    /** Where it comes from. */
    Provenance provenance();

    /**
     * The best layout.
     *
     * @param argument the layout, what it costs, and why nothing else is better
     */
    record Found(Argument argument, List<String> notes, Provenance provenance) implements SearchAnswer {
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
     */
    record Split(PoolArgument argument, List<String> notes, Provenance provenance) implements SearchAnswer {
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
