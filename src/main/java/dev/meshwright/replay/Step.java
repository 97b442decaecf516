package dev.meshwright.replay;

import dev.meshwright.replay.client.Clients;
import dev.meshwright.replay.scheduler.Scheduler;
import dev.meshwright.replay.scheduler.StepPlan;
import dev.meshwright.replay.scheduler.StepWork;
import java.util.List;

/** One step of all attention ranks, planned and then done. Reused. */
final class Step {

    private final List<Scheduler> ranks;
    private final StepPlan[] plans;
    private final StepWork[] works;

    Step(List<Scheduler> ranks) {
        this.ranks = ranks;
        this.plans = new StepPlan[ranks.size()];
        this.works = new StepWork[ranks.size()];
        for (int rank = 0; rank < plans.length; rank++) {
            plans[rank] = new StepPlan();
            works[rank] = plans[rank].work();
        }
    }

    StepWork[] works() {
        return works;
    }

    boolean empty() {
        for (StepWork work : works) {
            if (!work.empty()) {
                return false;
            }
        }
        return true;
    }

    void plan(boolean newPrompts) {
        for (int rank = 0; rank < plans.length; rank++) {
            ranks.get(rank).plan(plans[rank], newPrompts);
        }
    }

    /** Tokens that clients get. */
    int tokens() {
        int tokens = 0;
        for (StepWork work : works) {
            tokens += work.decoding() + work.promptsEnded();
        }
        return tokens;
    }

    /** Forgets what was done. */
    void clear() {
        for (StepPlan plan : plans) {
            plan.clear();
        }
    }

    /** Notes which prompts it begins at {@code seconds}. */
    void begin(double seconds, Outcome outcome) {
        for (int rank = 0; rank < plans.length; rank++) {
            for (int index = 0; index < ranks.get(rank).begun(plans[rank]); index++) {
                outcome.begun(ranks.get(rank).begun(plans[rank], index), seconds);
            }
        }
    }

    /** Hands its tokens over at {@code seconds} and frees the seats of those that have all. */
    void hand(double seconds, Outcome outcome, Clients clients) {
        for (int rank = 0; rank < plans.length; rank++) {
            Scheduler scheduler = ranks.get(rank);
            StepPlan plan = plans[rank];
            for (int index = 0; index < scheduler.firsts(plan); index++) {
                outcome.first(scheduler.first(plan, index), seconds);
            }
            for (int index = 0; index < scheduler.ends(plan); index++) {
                outcome.last(scheduler.end(plan, index), seconds);
                clients.answered(seconds);
            }
            scheduler.release(plan);
        }
    }
}
