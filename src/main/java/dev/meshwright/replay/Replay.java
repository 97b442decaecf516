package dev.meshwright.replay;

import dev.meshwright.base.patience.Patience;
import dev.meshwright.replay.client.Clients;
import dev.meshwright.replay.scheduler.Scheduler;
import dev.meshwright.replay.scheduler.SchedulerSettings;
import java.util.List;
import java.util.function.ToIntFunction;

/**
 * The serving loop of one replica, step by step: clients send, schedulers fill steps, {@link StepTimes} says what each takes.
 *
 * <p>Attention ranks step together, each with its own queue; a request goes to the rank with the fewest. An engine that plans
 * ahead has the next step ready when one ends: whoever arrives while step k runs is first considered for step k + 2, and a seat
 * that k frees is given away for k + 2 as well. Replicas with several pipeline stages: {@link PipelineReplay}.
 */
public final class Replay implements Loop {

    private final Clients clients;
    private final List<Scheduler> ranks;
    private final StepTimes times;
    private final SchedulerSettings settings;
    private final FrontDoor door;
    private final Observer observer;
    private final Outcome outcome = new Outcome();
    private Step running;
    private Step planned;
    private double now;
    private boolean stepping;
    private int held;

    /** Sees what goes on, at the end of every step. */
    @FunctionalInterface
    public interface Observer {

        /** Is told when a step ended, that so many run and wait, and which share of the cache is held. */
        void step(double seconds, int running, int waiting, double cacheShare);
    }

    /**
     * A loop that was not run yet.
     *
     * @param clients who send
     * @param ranks the scheduler of each attention rank
     * @param times of steps
     * @param frontEnd between them
     * @param observer who looks on
     */
    public Replay(
            Clients clients, List<? extends Scheduler> ranks, StepTimes times, FrontEnd frontEnd, Observer observer) {
        this.clients = clients;
        this.ranks = List.copyOf(ranks);
        this.settings = this.ranks.getFirst().settings();
        this.times = times;
        this.door = new FrontDoor(clients, this.ranks, frontEnd, outcome);
        this.running = new Step(this.ranks);
        this.planned = new Step(this.ranks);
        this.observer = observer;
    }

    @Override
    public double nextSeconds() {
        return stepping ? now : door.nextArrival(now);
    }

    @Override
    public void advance() {
        Patience.ask();
        if (stepping) {
            finish();
        } else {
            now = door.nextArrival(now);
        }
        stepping = start(running, now);
        if (stepping) {
            running.begin(now, outcome);
            if (settings.plansAhead()) {
                planned.plan(newPrompts());
            }
            now += times.seconds(running.works());
            outcome.step();
        }
    }

    /** Ends the step that runs until now; the one that was planned meanwhile is next. */
    private void finish() {
        boolean looks = outcome.steps() % settings.pollSteps() == 0;
        if (looks) {
            door.takeBefore(now);
        }
        running.hand(door.streamed(running.tokens(), now), outcome, clients);
        if (looks) {
            door.take(now);
        }
        observer.step(now, sum(Scheduler::running), sum(Scheduler::waiting), Scheduler.heldShare(ranks));
        Step done = running;
        running = planned;
        planned = done;
        planned.clear();
    }

    @Override
    public Outcome ended() {
        if (sum(Scheduler::waiting) + sum(Scheduler::running) > 0) {
            throw new IllegalStateException("requests are left that no step can take");
        }
        outcome.preempted(sum(Scheduler::preemptions));
        return outcome;
    }

    @Override
    public Outcome outcome() {
        return outcome;
    }

    /** Plans a step now where none is planned yet; whether there is anything to do. */
    private boolean start(Step step, double now) {
        if (step.empty()) {
            door.take(now);
            step.plan(newPrompts());
        }
        return !step.empty();
    }

    /** Whether prompts may be begun: ranks that step together may hold theirs back until all have some. */
    private boolean newPrompts() {
        int withPrompts = 0;
        for (Scheduler rank : ranks) {
            withPrompts += rank.waiting() > 0 ? 1 : 0;
        }
        boolean some = withPrompts > 0 && withPrompts < ranks.size();
        boolean holds = some && held < settings.holdSteps() && sum(Scheduler::running) > 0;
        held = holds ? held + 1 : 0;
        return !holds;
    }

    private int sum(ToIntFunction<Scheduler> count) {
        int sum = 0;
        for (Scheduler rank : ranks) {
            sum += count.applyAsInt(rank);
        }
        return sum;
    }
}
