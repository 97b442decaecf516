package dev.meshwright.workbench.sweep;

import dev.meshwright.base.fault.InvalidInputException;
import dev.meshwright.io.problem.Digest;
import dev.meshwright.io.problem.ProblemDocument;
import dev.meshwright.io.sweep.AnsweredRows;
import dev.meshwright.io.sweep.Scenario;
import dev.meshwright.io.sweep.ScenarioRow;
import dev.meshwright.io.sweep.SweepFile;
import dev.meshwright.io.sweep.SweepTable;
import dev.meshwright.io.tree.Resources;
import dev.meshwright.workbench.Constants;
import dev.meshwright.workbench.Effort;
import dev.meshwright.workbench.Event;
import dev.meshwright.workbench.SearchRequest;
import dev.meshwright.workbench.Watch;
import dev.meshwright.workbench.Workbench;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
        try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
            List<Future<?>> under = new ArrayList<>();
            AtomicLong next = new AtomicLong();
            for (int thread = 0; thread < threads; thread++) {
                under.add(pool.submit(() -> {
                    for (long index = next.getAndIncrement();
                            index < sweep.count() && !watch.cancelled().getAsBoolean();
                            index = next.getAndIncrement()) {
                        row(sweep.scenario(index), rows, watch).ifPresent(row -> note(done, row, sweep, watch));
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
        List<Map<String, Object>> ordered = List.copyOf(done.values());
        if (ordered.size() == sweep.count()) {
            rows.finish(ordered, SweepTable.of(sweep.axes(), ordered));
        }
        return new Swept(sweep.axes(), ordered, sweep.count(), reused.get(), best(sweep, ordered));
    }

    private static void note(
            Map<Long, Map<String, Object>> done, Map<String, Object> row, SweepFile sweep, Watch watch) {
        synchronized (done) {
            done.put((Long) row.get("scenario"), row);
            watch.events().accept(new Event.Measuring(done.size() + " of " + sweep.count() + " scenarios"));
        }
    }

    /** The row of a scenario, added to those of the folder where it is new; empty where a search was cut off. */
    private Optional<Map<String, Object>> row(Scenario scenario, AnsweredRows rows, Watch watch) {
        ProblemDocument document;
        try {
            document = scenario.problem();
        } catch (InvalidInputException e) {
            String digest = digest("invalid", scenario.text().text());
            return Optional.of(kept(scenario, digest, rows, ScenarioRow.invalid(e)));
        }
        String digest = digest("search", document.digest());
        Optional<Object> known = rows.known(digest).or(() -> Optional.ofNullable(answered.get(digest)));
        if (known.isPresent()) {
            reused.incrementAndGet();
            return Optional.of(ScenarioRow.of(scenario, digest, known.get()));
        }
        SearchRequest request = new SearchRequest(document, Constants.STANDARD, 0, replayed, effort);
        Object answer = ScenarioRow.answer(workbench.search(request, new Watch(event -> {}, watch.cancelled())));
        return watch.cancelled().getAsBoolean() ? Optional.empty() : Optional.of(kept(scenario, digest, rows, answer));
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

    /** The best row of every combination of values of the axes that the sweep groups by. */
    private static List<Map<String, Object>> best(SweepFile sweep, List<Map<String, Object>> rows) {
        Map<List<Object>, Map<String, Object>> best = new LinkedHashMap<>();
        for (Map<String, Object> row : rows) {
            Map<?, ?> values = ScenarioRow.values(row);
            List<Object> group = new ArrayList<>();
            sweep.groups().forEach(axis -> group.add(String.valueOf(values.get(axis))));
            if (ScenarioRow.worth(row) > Double.NEGATIVE_INFINITY) {
                best.merge(group, row, (one, other) -> ScenarioRow.worth(other) > ScenarioRow.worth(one) ? other : one);
            }
        }
        return List.copyOf(best.values());
    }
}
