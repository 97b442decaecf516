package dev.meshwright.replay;

import dev.meshwright.replay.client.Clients;
import dev.meshwright.replay.client.Request;
import dev.meshwright.replay.scheduler.Scheduler;
import dev.meshwright.replay.scheduler.SchedulerSettings;
import java.util.List;
import java.util.Objects;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * The serving loop of one replica, step by step: clients send, schedulers fill steps, {@link StepTimes} says what each takes.
 *
 * <p>Attention ranks step together, each with its own queue; a request goes to the rank with the fewest. An engine that plans
 * ahead has the next step ready when one ends: whoever arrives while step k runs is first considered for step k + 2, and a seat
 * that k frees is given away for k + 2 as well.
 */
public final class Replay {

    private final Clients clients;
    private final List<Scheduler> ranks;
    private final StepTimes times;
    private final SchedulerSettings settings;
    private final FrontEnd frontEnd;
    private final Observer observer;
    private final Outcome outcome = new Outcome();
    private @Nullable Request ahead;
    private double aheadSeconds;
    private double readSeconds;
    private double streamedSeconds;
    private int held;

    /** Sees what goes on, at the end of every step. */
    @FunctionalInterface
    public interface Observer {

        /** Is told when a step ended, and that so many run and wait. */
        void step(double seconds, int running, int waiting);
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
        this.frontEnd = frontEnd;
        this.observer = observer;
    }

    /** Runs until every request is answered. */
    public Outcome run() {
        boolean plansAhead = settings.plansAhead();
        Step running = new Step(ranks);
        Step planned = new Step(ranks);
        double now = 0;
        while (start(running, now) || (now = nextArrival(now)) < Double.POSITIVE_INFINITY) {
            if (running.empty()) {
                continue;
            }
            running.begin(now, outcome);
            if (plansAhead) {
                planned.plan(newPrompts());
            }
            now += times.seconds(running.works());
            outcome.step();
            boolean looks = outcome.steps() % settings.pollSteps() == 0;
            if (looks) {
                takeBefore(now);
            }
            running.hand(streamed(running, now), outcome, clients);
            if (looks) {
                take(now);
            }
            observer.step(now, sum(Scheduler::running), sum(Scheduler::waiting));
            Step done = running;
            running = planned;
            planned = done;
            planned.clear();
        }
        if (sum(Scheduler::waiting) + sum(Scheduler::running) > 0) {
            throw new IllegalStateException("requests are left that no step can take");
        }
        outcome.preempted(sum(Scheduler::preemptions));
        return outcome;
    }

    /** Plans a step now where none is planned yet; whether there is anything to do. */
    private boolean start(Step step, double now) {
        if (step.empty()) {
            take(now);
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

    private double nextArrival(double now) {
        return Math.max(now, reachesEngine(Double.MAX_VALUE));
    }

    /**
     * When the next request reaches the engine: the front end reads prompts one after the other. Infinite where it does not begin
     * to read one by {@code until}: somebody who is answered before may send one first.
     */
    private double reachesEngine(double until) {
        if (ahead == null && Math.max(readSeconds, clients.nextSeconds()) <= until) {
            Request request = clients.next();
            readSeconds = Math.max(readSeconds, request.arrivalSeconds())
                    + request.inputTokens() * frontEnd.inputTokenSeconds();
            aheadSeconds = readSeconds + frontEnd.requestSeconds();
            ahead = request;
        }
        return ahead == null ? Double.POSITIVE_INFINITY : aheadSeconds;
    }

    /** When clients have the tokens of a step that ends now: the front end streams them one after the other. */
    private double streamed(Step step, double now) {
        if (frontEnd.streamedTokenSeconds() > 0) {
            streamedSeconds = Math.max(streamedSeconds, now) + step.tokens() * frontEnd.streamedTokenSeconds();
            return streamedSeconds + frontEnd.tokenSeconds();
        }
        return now + frontEnd.tokenSeconds();
    }

    /** Queues the requests that reached the engine before a step ended, with the seats that were taken then. */
    private void takeBefore(double end) {
        while (reachesEngine(end) < end) {
            queue();
        }
    }

    /** Queues the requests that reached the engine by {@code now}. */
    private void take(double now) {
        while (reachesEngine(now) <= now) {
            queue();
        }
    }

    /** Queues the next request on the rank with the fewest when it reaches the engine. */
    private void queue() {
        Request request = Objects.requireNonNull(ahead);
        ahead = null;
        Scheduler least = ranks.getFirst();
        for (int rank = 1; rank < ranks.size(); rank++) {
            least = ranks.get(rank).load() < least.load() ? ranks.get(rank) : least;
        }
        if (least.accepts(request.inputTokens(), request.outputTokens())) {
            int number = outcome.add(request.arrivalSeconds(), request.outputTokens());
            least.arrive(number, request.inputTokens(), request.outputTokens());
        } else {
            outcome.refuse();
            clients.answered(aheadSeconds);
        }
    }

    private int sum(ToIntFunction<Scheduler> count) {
        int sum = 0;
        for (Scheduler rank : ranks) {
            sum += count.applyAsInt(rank);
        }
        return sum;
    }
}
