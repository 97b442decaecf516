package dev.meshwright.workbench.sweep;

import dev.meshwright.io.sweep.AnsweredRows;
import dev.meshwright.io.sweep.Scenario;
import dev.meshwright.io.sweep.ScenarioRow;
import dev.meshwright.io.sweep.ScenarioStatus;
import dev.meshwright.io.sweep.SweepFile;
import dev.meshwright.io.sweep.SweepTable;
import dev.meshwright.workbench.Effort;
import dev.meshwright.workbench.Event;
import dev.meshwright.workbench.Watch;
import dev.meshwright.workbench.Workbench;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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

    private final Answering answering;
    private final Helpers.Manner manner;
    private final Map<String, Object> answered = new ConcurrentHashMap<>();
    private final AtomicLong reused = new AtomicLong();

    /**
     * Sweeps by a workbench.
     *
     * @param effort for each scenario
     * @param replayed whether the serving loop of answers is replayed
     */
    public Sweeping(Workbench workbench, Effort effort, boolean replayed) {
        this.answering = new Answering(workbench, effort, replayed);
        this.manner = new Helpers.Manner(effort, replayed);
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

    /**
     * The same on other machines: this one reads scenarios and keeps rows.
     *
     * @param master where they are
     */
    public Swept answer(SweepFile sweep, AnsweredRows rows, Helpers helpers, String master, Watch watch) {
        Map<Long, Map<String, Object>> done = new TreeMap<>();
        Pace pace = new Pace(sweep.count(), System::nanoTime);
        Map<Long, Answering.Opened> asked = new LinkedHashMap<>();
        for (long index = 0; index < sweep.count(); index++) {
            Answering.Opened opened = answering.open(sweep.scenario(index));
            known(opened, rows, pace)
                    .ifPresentOrElse(
                            row -> note(done, row, pace, watch),
                            () -> asked.put(opened.scenario().number(), opened));
        }
        List<Scenario> scenarios =
                asked.values().stream().map(Answering.Opened::scenario).toList();
        helpers.answer(
                scenarios,
                master,
                manner,
                (scenario, answer) -> {
                    Answering.Opened opened = Objects.requireNonNull(asked.get(scenario.number()));
                    note(done, kept(opened, rows, answer), pace, watch);
                },
                watch.cancelled());
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
        Answering.Opened opened = answering.open(scenario);
        Optional<Map<String, Object>> known = known(opened, rows, pace);
        if (known.isPresent()) {
            return known;
        }
        Object answer = answering.answer(opened, new Watch(event -> {}, watch.cancelled()));
        return watch.cancelled().getAsBoolean() ? Optional.empty() : Optional.of(kept(opened, rows, answer));
    }

    private Optional<Map<String, Object>> known(Answering.Opened opened, AnsweredRows rows, Pace pace) {
        // What is wrong with a scenario names its number, which may be another by now, and is soon said again.
        Optional<Object> known = opened instanceof Answering.Unsound
                ? Optional.empty()
                : rows.known(opened.digest()).or(() -> Optional.ofNullable(answered.get(opened.digest())));
        if (known.isPresent()) {
            reused.incrementAndGet();
            pace.reused();
        }
        return known.map(answer -> ScenarioRow.of(opened.scenario(), opened.digest(), answer));
    }

    private Map<String, Object> kept(Answering.Opened opened, AnsweredRows rows, Object answer) {
        Map<String, Object> row = ScenarioRow.of(opened.scenario(), opened.digest(), answer);
        boolean failed = ScenarioRow.status(row).equals(ScenarioStatus.FAILED.label());
        if (!failed && rows.known(opened.digest()).isEmpty() && answered.put(opened.digest(), answer) == null) {
            rows.append(row);
        }
        return row;
    }
}
