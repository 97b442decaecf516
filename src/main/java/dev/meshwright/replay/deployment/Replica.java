package dev.meshwright.replay.deployment;

import dev.meshwright.cost.StepClock;
import dev.meshwright.facts.problem.Assumptions.Engine;
import dev.meshwright.layout.Degrees;
import dev.meshwright.replay.ClockedSteps;
import dev.meshwright.replay.FrontEnd;
import dev.meshwright.replay.Loop;
import dev.meshwright.replay.Outcome;
import dev.meshwright.replay.PipelineReplay;
import dev.meshwright.replay.Replay;
import dev.meshwright.replay.StepTimes;
import dev.meshwright.replay.client.Clients;
import dev.meshwright.replay.scheduler.Scheduler;
import dev.meshwright.replay.scheduler.SchedulerSettings;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * A replica whose loop can be run: a scheduler for each attention rank, and for each micro-batch where a pipeline has several.
 *
 * @param engine whose scheduler it is
 * @param settings of each scheduler
 * @param degrees of the replica
 * @param frontEnd between it and its clients
 */
public record Replica(Engine engine, SchedulerSettings settings, Degrees degrees, FrontEnd frontEnd) {

    private static final Replay.Observer NOBODY = (seconds, running, waiting, cacheShare) -> {};

    /**
     * Serves {@code clients} until all have their answers.
     *
     * @param clock of steps under its degrees
     * @param times makes a clock's readings the times of steps: with drafts, or slowed
     */
    public Outcome serve(Clients clients, StepClock clock, Function<ClockedSteps.Clock, StepTimes> times) {
        return serve(clients, clock, times, NOBODY);
    }

    /** The same while {@code observer} looks on. */
    public Outcome serve(
            Clients clients, StepClock clock, Function<ClockedSteps.Clock, StepTimes> times, Replay.Observer observer) {
        return loop(clients, clock, times, observer).run();
    }

    /** The same, to be run from one step to the next. */
    Loop loop(Clients clients, StepClock clock, Function<ClockedSteps.Clock, StepTimes> times) {
        return loop(clients, clock, times, NOBODY);
    }

    private Loop loop(
            Clients clients, StepClock clock, Function<ClockedSteps.Clock, StepTimes> times, Replay.Observer observer) {
        if (degrees.pipeline() == 1 && degrees.microBatches() == 1) {
            return new Replay(clients, ranks(), times.apply(clock::seconds), frontEnd, observer);
        }
        List<List<Scheduler>> microBatches =
                Stream.generate(this::ranks).limit(degrees.microBatches()).toList();
        return new PipelineReplay(
                clients,
                microBatches,
                degrees.pipeline(),
                times.apply(clock::waySeconds),
                times.apply(clock::slowestStageSeconds),
                times.apply(clock::overheadSeconds),
                frontEnd,
                observer);
    }

    private List<Scheduler> ranks() {
        return Stream.generate(() -> Scheduler.of(engine, settings))
                .limit(degrees.data())
                .toList();
    }
}
