package dev.meshwright.replay;

import dev.meshwright.base.patience.Patience;
import dev.meshwright.replay.client.Clients;
import dev.meshwright.replay.scheduler.Scheduler;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.ToIntFunction;

/**
 * The serving loop of a replica with several pipeline stages: its micro-batches follow each other through the stages, each with
 * requests, queues and steps of its own, as SGLang's and TensorRT-LLM's have them and vLLM's batch queue comes to.
 *
 * <p>A flow shop in which nobody overtakes: the first stage is the slowest, which is where micro-batches wait for each other,
 * and the others share the rest of the way equally. A micro-batch is planned when the first stage is free for it and its last step
 * is done.
 */
public final class PipelineReplay implements Loop {

    private final Clients clients;
    private final List<List<Scheduler>> microBatches;
    private final List<Scheduler> all;
    private final StepTimes way;
    private final StepTimes slowest;
    private final StepTimes overhead;
    private final FrontDoor door;
    private final Replay.Observer observer;
    private final Outcome outcome = new Outcome();
    private final double[] free;
    private final Deque<Running> onTheWay = new ArrayDeque<>();
    private final List<Step> idle = new ArrayList<>();
    private double now;
    private boolean begun;
    private boolean started;

    /** A step that ends then. */
    private record Running(Step step, double ends) {}

    /**
     * A loop that was not run yet.
     *
     * @param clients who send
     * @param microBatches the schedulers of each micro-batch, one for each attention rank
     * @param stages of the pipeline; with one the micro-batches take turns
     * @param way seconds of a micro-batch through all stages
     * @param slowest seconds of the same in the slowest stage
     * @param overhead of a round however many sequences are in it, of which {@code way} and {@code slowest} have a micro-batch's part
     * @param frontEnd between clients and schedulers
     * @param observer who looks on
     */
    public PipelineReplay(
            Clients clients,
            List<List<Scheduler>> microBatches,
            int stages,
            StepTimes way,
            StepTimes slowest,
            StepTimes overhead,
            FrontEnd frontEnd,
            Replay.Observer observer) {
        this.clients = clients;
        this.microBatches = microBatches.stream().map(List::copyOf).toList();
        this.all = microBatches.stream().flatMap(List::stream).toList();
        this.way = way;
        this.slowest = slowest;
        this.overhead = overhead;
        this.door = new FrontDoor(clients, all, frontEnd, outcome);
        this.observer = observer;
        this.free = new double[stages];
        microBatches.forEach(ranks -> idle.add(new Step(ranks)));
    }

    @Override
    public double nextSeconds() {
        return begun ? next(now, started) : 0;
    }

    @Override
    public void advance() {
        Patience.ask();
        now = nextSeconds();
        begun = true;
        handUntil(now);
        door.take(now);
        started = free[0] <= now && startOne(now);
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

    /** When something can happen: the first stage is free, a step ends, or a request comes; infinite where nothing is left. */
    private double next(double from, boolean didStart) {
        double ends = onTheWay.isEmpty()
                ? Double.POSITIVE_INFINITY
                : onTheWay.peekFirst().ends();
        if (didStart || free[0] > from) {
            return idle.isEmpty() ? Math.max(ends, free[0]) : free[0];
        }
        double comes = idle.isEmpty() ? Double.POSITIVE_INFINITY : door.reachesEngine(Math.min(ends, Double.MAX_VALUE));
        return comes > from ? Math.min(ends, comes) : ends;
    }

    /** Starts the first of the idle micro-batches that has anything to do; whether there was one. */
    private boolean startOne(double now) {
        for (int tried = 0; tried < idle.size(); tried++) {
            Step step = idle.removeFirst();
            step.plan(true);
            if (step.empty()) {
                idle.add(step);
                continue;
            }
            step.begin(now, outcome);
            onTheWay.add(new Running(step, passes(step, now)));
            outcome.step();
            return true;
        }
        return false;
    }

    /** Books the stages for a step that starts now; when it leaves the last one. */
    private double passes(Step step, double now) {
        double slow = slowest.seconds(step.works());
        double each = Math.max(0, way.seconds(step.works()) - slow) / Math.max(1, free.length - 1);
        double first = slow + overheadOfIdle(step);
        double seconds = now;
        for (int stage = 0; stage < free.length; stage++) {
            seconds = Math.max(seconds, free[stage]) + (stage == 0 ? first : each);
            free[stage] = seconds;
        }
        return seconds;
    }

    /**
     * Micro-batches with nothing to do bear no part of a round's overhead: the others share all of it. Which ones these are changes with every
     * request that comes or is done, so each step looks at all of them: a few, beside the ranks and sequences that its times are made of.
     */
    private double overheadOfIdle(Step step) {
        int count = microBatches.size();
        int busy = 0;
        for (List<Scheduler> ranks : microBatches) {
            boolean works = false;
            for (Scheduler rank : ranks) {
                works |= rank.running() + rank.waiting() > 0;
            }
            busy += works ? 1 : 0;
        }
        return busy == 0 || busy == count ? 0 : overhead.seconds(step.works()) * (1.0 / busy - 1.0 / count);
    }

    /** Hands over the tokens of all steps that end by {@code now}. */
    private void handUntil(double now) {
        while (!onTheWay.isEmpty() && onTheWay.peekFirst().ends() <= now) {
            Running done = onTheWay.removeFirst();
            door.takeBefore(done.ends());
            done.step().hand(door.streamed(done.step().tokens(), done.ends()), outcome, clients);
            observer.step(done.ends(), sum(Scheduler::running), sum(Scheduler::waiting), Scheduler.heldShare(all));
            done.step().clear();
            idle.add(done.step());
        }
    }

    private int sum(ToIntFunction<Scheduler> count) {
        int sum = 0;
        for (Scheduler scheduler : all) {
            sum += count.applyAsInt(scheduler);
        }
        return sum;
    }
}
