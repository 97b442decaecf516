package dev.meshwright.workbench.sweep;

import dev.meshwright.base.fault.Fault;
import dev.meshwright.base.fault.InvalidInputException;
import dev.meshwright.facts.problem.Targets.ThroughputTarget;
import dev.meshwright.io.problem.Digest;
import dev.meshwright.io.problem.ProblemDocument;
import dev.meshwright.io.sweep.AnsweredRows;
import dev.meshwright.io.sweep.Asked;
import dev.meshwright.io.sweep.Scenario;
import dev.meshwright.io.sweep.ScenarioAnswer;
import dev.meshwright.io.sweep.ScenarioRow;
import dev.meshwright.io.sweep.SweepFile;
import dev.meshwright.io.sweep.SweepTable;
import dev.meshwright.io.tree.Resources;
import dev.meshwright.question.scale.Scaling;
import dev.meshwright.workbench.CheckRequest;
import dev.meshwright.workbench.Constants;
import dev.meshwright.workbench.Effort;
import dev.meshwright.workbench.Event;
import dev.meshwright.workbench.ScaleRequest;
import dev.meshwright.workbench.SearchRequest;
import dev.meshwright.workbench.Watch;
import dev.meshwright.workbench.Workbench;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;

/** Answers the scenarios of a sweep, several at a time; which come first changes nothing in the rows. */
public final class Sweeping {

    /** Of a fingerprint: 128 bits tell any number of scenarios apart. */
    private static final int DIGITS = 32;

    private final Workbench workbench;
    private final Effort effort;
    private final boolean replayed;
    private final Map<String, Object> answered = new ConcurrentHashMap<>();
    private final AtomicLong reused = new AtomicLong();

    /**
     * Sweeps by a workbench.
     *
     * @param effort for each scenario
     * @param replayed whether the serving loop of answers is replayed
     */
    public Sweeping(Workbench workbench, Effort effort, boolean replayed) {
        this.workbench = workbench;
        this.effort = effort;
        this.replayed = replayed;
    }

    /**
     * Answers what has no row yet, on {@code threads} threads, and writes all rows in order.
     *
     * @param watch is told how many scenarios are answered; once cancelled, scenarios under way end and no more begin
     */
    public Swept answer(SweepFile sweep, AnsweredRows rows, int threads, Watch watch) {
        Map<Long, Map<String, Object>> done = new TreeMap<>();
        Pace pace = new Pace(sweep.count(), System::nanoTime);
        try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
            List<Future<?>> under = new ArrayList<>();
            AtomicLong next = new AtomicLong();
            for (int thread = 0; thread < threads; thread++) {
                under.add(pool.submit(() -> {
                    for (long index = next.getAndIncrement();
                            index < sweep.count() && !watch.cancelled().getAsBoolean();
                            index = next.getAndIncrement()) {
                        row(sweep.scenario(index), rows, pace, watch).ifPresent(row -> note(done, row, pace, watch));
                    }
                }));
            }
            for (Future<?> future : under) {
                future.get();
            }
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("A sweep was interrupted.", e);
        }
        return finished(sweep, List.copyOf(done.values()), rows);
    }

    /** All rows in order, written where none is missing. */
    private Swept finished(SweepFile sweep, List<Map<String, Object>> ordered, AnsweredRows rows) {
        Outstanding outstanding = Outstanding.among(ordered, sweep.groups());
        if (ordered.size() == sweep.count()) {
            rows.finish(
                    ordered,
                    new SweepTable(
                            sweep.axes(),
                            ordered,
                            Outstanding.numbers(outstanding.best()),
                            Outstanding.numbers(outstanding.front())));
        }
        return new Swept(sweep.axes(), ordered, sweep.count(), reused.get(), outstanding);
    }

    private static void note(Map<Long, Map<String, Object>> done, Map<String, Object> row, Pace pace, Watch watch) {
        synchronized (done) {
            done.put((Long) row.get("scenario"), row);
            watch.events().accept(new Event.Measuring(pace.words(done.size())));
        }
    }

    /** The row of a scenario, added to those of the folder where it is new; empty where a search was cut off. */
    private Optional<Map<String, Object>> row(Scenario scenario, AnsweredRows rows, Pace pace, Watch watch) {
        ProblemDocument document;
        Asked asked;
        try {
            asked = scenario.asked();
            document = scenario.problem();
        } catch (InvalidInputException e) {
            String digest = digest(
                    "invalid", scenario.text().text() + scenario.question().text());
            return Optional.of(kept(scenario, digest, rows, ScenarioRow.invalid(e)));
        }
        String digest = digest(asked.key(), document.digest());
        Optional<Object> known = rows.known(digest).or(() -> Optional.ofNullable(answered.get(digest)));
        if (known.isPresent()) {
            reused.incrementAndGet();
            pace.reused();
            return Optional.of(ScenarioRow.of(scenario, digest, known.get()));
        }
        Watch quiet = new Watch(event -> {}, watch.cancelled());
        Object answer;
        try {
            answer = answer(asked, document, quiet);
        } catch (InvalidInputException e) {
            return Optional.of(kept(scenario, digest, rows, ScenarioRow.invalid(e)));
        } catch (IllegalStateException | IllegalArgumentException | ArithmeticException | IndexOutOfBoundsException e) {
            // A mistake of the program's own in one scenario is no reason to lose the others; it is asked again another
            // time.
            return Optional.of(ScenarioRow.of(scenario, digest, ScenarioRow.failed(String.valueOf(e))));
        }
        return watch.cancelled().getAsBoolean() ? Optional.empty() : Optional.of(kept(scenario, digest, rows, answer));
    }

    private Object answer(Asked asked, ProblemDocument document, Watch watch) {
        return switch (asked) {
            case Asked.Search unused ->
                ScenarioAnswer.of(
                        workbench.search(new SearchRequest(document, Constants.STANDARD, 0, replayed, effort), watch));
            case Asked.Check check ->
                ScenarioAnswer.of(workbench.check(
                        new CheckRequest(
                                document,
                                check.plan(),
                                Constants.STANDARD,
                                List.of(),
                                OptionalInt.empty(),
                                replayed,
                                effort),
                        watch));
            case Asked.Scale scale -> scaled(scale, document, watch);
        };
    }

    private Object scaled(Asked.Scale scale, ProblemDocument document, Watch watch) {
        ThroughputTarget target = document.problem()
                .targets()
                .throughput()
                .orElseThrow(() -> new InvalidInputException(List.of(new Fault(
                        "",
                        "/targets/throughput",
                        "",
                        "is missing: that is what a size is sought for",
                        "Maybe 100 tokens/ms."))));
        Scaling.Goal goal =
                new Scaling.Goal(target.tokensPerSecond(), target.scope(), List.of(), scale.mostGpus(), false);
        return ScenarioAnswer.of(
                workbench.scale(new ScaleRequest(document, Constants.STANDARD, goal, replayed, effort), watch));
    }

    private Map<String, Object> kept(Scenario scenario, String digest, AnsweredRows rows, Object answer) {
        Map<String, Object> row = ScenarioRow.of(scenario, digest, answer);
        if (rows.known(digest).isEmpty() && answered.put(digest, answer) == null) {
            rows.append(row);
        }
        return row;
    }

    /** Fingerprint of everything that an answer depends on. */
    private String digest(String kind, String problem) {
        String asked = String.join(
                "\n",
                "meshwright " + Resources.version(),
                kind,
                "seed " + effort.seed(),
                "limit " + effort.timeLimit().map(String::valueOf).orElse("none"),
                replayed ? "replayed" : "closed form",
                problem);
        return Digest.ofText(asked).substring(0, DIGITS);
    }
}
