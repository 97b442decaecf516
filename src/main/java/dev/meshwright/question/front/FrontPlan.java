package dev.meshwright.question.front;

import dev.meshwright.cost.evaluation.Performance;
import dev.meshwright.layout.Layout;
import dev.meshwright.question.search.SearchResult.Candidate;
import dev.meshwright.question.search.pool.PoolResult;

/** What makes a point of a front: prompts and answers on the same GPUs, or on GPUs of their own. */
public sealed interface FrontPlan {

    /** Short form for people. */
    String shortName();

    /** GPUs in use. */
    int gpus();

    /** What the whole system does, by the closed form. */
    Performance performance();

    /** All GPUs do the same. */
    record Shared(Candidate candidate) implements FrontPlan {

        /** Degrees and where everything lies. */
        public Layout layout() {
            return candidate.layout();
        }

        @Override
        public String shortName() {
            return layout().degrees().shortName();
        }

        @Override
        public int gpus() {
            return layout().degrees().gpus();
        }

        @Override
        public Performance performance() {
            return candidate.evaluation().performance();
        }
    }

    /** Two pools. */
    record Split(PoolResult.Found found) implements FrontPlan {
        @Override
        public String shortName() {
            return found.pools().shortName();
        }

        @Override
        public int gpus() {
            return found.pools().gpus();
        }

        @Override
        public Performance performance() {
            return found.evaluation().together().performance();
        }
    }
}
