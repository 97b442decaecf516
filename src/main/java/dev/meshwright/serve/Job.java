package dev.meshwright.serve;

import dev.meshwright.answer.report.Report;
import dev.meshwright.base.fault.Fault;
import dev.meshwright.io.tree.Documents;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A question that was asked: how far it is, and its answer. */
final class Job {

    /** News that nobody took yet; what does not fit is not news any more. */
    private static final int MOST_NEWS = 1000;

    /** A question that nobody asked after for so long ends. */
    private static final long FORGOTTEN_NANOSECONDS = 15_000_000_000L;

    private final String id;
    private final BlockingQueue<String> news = new LinkedBlockingQueue<>(MOST_NEWS);
    private volatile State state = new Running();
    private volatile boolean enough;
    private volatile boolean abandoned;
    private volatile long heard = System.nanoTime();

    Job(String id) {
        this.id = id;
    }

    /** How far it is. */
    sealed interface State {}

    /** Not answered yet. */
    record Running() implements State {}

    /**
     * Answered.
     *
     * @param sentence the answer in short
     * @param json as {@code --format json} prints it
     * @param page of it, which all who ask share however slowly they read
     */
    record Answered(String sentence, String json, Body page) implements State {

        /** An answer with its page. */
        static Answered of(String sentence, Map<String, Object> document) {
            String json = Documents.toJson(document);
            return new Answered(sentence, json, Body.of(Report.of(document, json)));
        }
    }

    /**
     * Not answered.
     *
     * @param faults why
     */
    record Failed(List<Fault> faults) implements State {
        public Failed {
            faults = List.copyOf(faults);
        }
    }

    String id() {
        return id;
    }

    State state() {
        return state;
    }

    boolean running() {
        return state instanceof Running;
    }

    /** Asks it to end with the best so far. */
    void enough() {
        enough = true;
    }

    /** Nobody wants its answer any more. */
    void abandon() {
        abandoned = true;
    }

    /** Whether nobody wants its answer any more, or nobody asked after it for a while. */
    boolean abandoned() {
        return abandoned || System.nanoTime() - heard > FORGOTTEN_NANOSECONDS;
    }

    /**
     * Whether the best so far will do.
     *
     * @throws AbandonedException if nobody wants even that
     */
    boolean cancelled() {
        if (abandoned()) {
            throw new AbandonedException();
        }
        return enough;
    }

    /** Somebody listens or asks for the answer. */
    void heard() {
        heard = System.nanoTime();
    }

    /**
     * Says how far it is.
     *
     * @throws AbandonedException if nobody wants to know
     */
    void tell(String line) {
        cancelled();
        news.offer(line);
    }

    void finish(State end) {
        state = end;
    }

    /** The next news, or nothing for a while. */
    @Nullable
    String next(long milliseconds) throws InterruptedException {
        return news.poll(milliseconds, TimeUnit.MILLISECONDS);
    }

    /** Ends the work on a question whose answer nobody wants. */
    static final class AbandonedException extends RuntimeException {
        private static final long serialVersionUID = 1;
    }
}
