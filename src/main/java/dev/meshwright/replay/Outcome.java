package dev.meshwright.replay;

import dev.meshwright.replay.scheduler.Scheduler;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What became of the requests of a replay, in the order in which they were sent. Times are seconds after the start.
 */
public final class Outcome {

    private double[] sent = new double[64];
    private double[] begun = new double[64];
    private double[] firstToken = new double[64];
    private double[] lastToken = new double[64];
    private int[] outputs = new int[64];
    private int[] ended = new int[64];
    private int endedCount;
    private int size;
    private int refused;
    private long steps;
    private int preemptions;
    private double endSeconds;
    private final List<Journey> journeys = new ArrayList<>();

    int add(double seconds, int outputTokens) {
        if (size == sent.length) {
            sent = Arrays.copyOf(sent, 2 * size);
            begun = Arrays.copyOf(begun, 2 * size);
            firstToken = Arrays.copyOf(firstToken, 2 * size);
            lastToken = Arrays.copyOf(lastToken, 2 * size);
            outputs = Arrays.copyOf(outputs, 2 * size);
            ended = Arrays.copyOf(ended, 2 * size);
        }
        sent[size] = seconds;
        outputs[size] = outputTokens;
        begun[size] = Double.NaN;
        firstToken[size] = Double.NaN;
        lastToken[size] = Double.NaN;
        return size++;
    }

    void begun(int number, double seconds) {
        begun[number] = Double.isNaN(begun[number]) ? seconds : begun[number];
    }

    void first(int number, double seconds) {
        firstToken[number] = seconds;
    }

    void last(int number, double seconds) {
        lastToken[number] = seconds;
        ended[endedCount++] = number;
        endSeconds = Math.max(endSeconds, seconds);
    }

    void refuse() {
        refused++;
    }

    void step() {
        steps++;
    }

    void preempted(int times) {
        preemptions = times;
    }

    void went(Journey journey) {
        journeys.add(journey);
    }

    /** The ways of those that went through two pools, in the order in which they ended; none where one pool does all. */
    public List<Journey> journeys() {
        return List.copyOf(journeys);
    }

    /** Requests that have their last token. */
    int ended() {
        return endedCount;
    }

    /** The number of one of them, in the order in which they ended. */
    int ended(int index) {
        return ended[index];
    }

    /** When a step began to read its prompt. */
    double begunSeconds(int number) {
        return begun[number];
    }

    /** When its first token came. */
    double firstSeconds(int number) {
        return firstToken[number];
    }

    /** When its last token came. */
    double lastSeconds(int number) {
        return lastToken[number];
    }

    /** Counts steps and lost seats of another loop. */
    void include(Outcome other) {
        steps += other.steps;
        preemptions += other.preemptions;
    }

    /** Requests that were served. */
    public int requests() {
        return size;
    }

    /** Requests that no scheduler can serve: longer than the cache, or than a step that cuts no prompts (see {@link Scheduler#accepts}). */
    public int refused() {
        return refused;
    }

    /** Steps of the engine, over all micro-batches. */
    public long steps() {
        return steps;
    }

    /** Times that a request lost its seat and was computed anew. */
    public int preemptions() {
        return preemptions;
    }

    /** When the last token came. */
    public double endSeconds() {
        return endSeconds;
    }

    /** Seconds from sending request {@code number} to its first token. */
    public double timeToFirstToken(int number) {
        return firstToken[number] - sent[number];
    }

    /** Seconds of them until a step begins to read its prompt: the way to the engine and the queue. */
    public double waiting(int number) {
        return begun[number] - sent[number];
    }

    /** Mean seconds between the tokens of request {@code number} after the first; not a number where there is one token. */
    public double timePerOutputToken(int number) {
        return (lastToken[number] - firstToken[number]) / (outputs[number] - 1);
    }

    /** Seconds from sending request {@code number} to its last token. */
    public double endToEnd(int number) {
        return lastToken[number] - sent[number];
    }

    /** When request {@code number} was sent. */
    public double sentSeconds(int number) {
        return sent[number];
    }

    /** Tokens of all answers. */
    public long outputTokens() {
        long sum = 0;
        for (int number = 0; number < size; number++) {
            sum += outputs[number];
        }
        return sum;
    }

    /** Tokens of the answer of request {@code number}. */
    public int outputTokens(int number) {
        return outputs[number];
    }

    /** Mean of {@link #waiting} over all requests. */
    public double meanWaiting() {
        double sum = 0;
        for (int number = 0; number < size; number++) {
            sum += waiting(number);
        }
        return sum / size;
    }

    /** {@link #timeToFirstToken} over all requests. */
    public Latencies timesToFirstToken() {
        return timesToFirstToken(0, size);
    }

    /** The same over those sent from {@code first} to before {@code end}. */
    public Latencies timesToFirstToken(int first, int end) {
        return Latencies.of(first, end, this::timeToFirstToken);
    }

    /** {@link #timePerOutputToken} over the requests with more than one token. */
    public Latencies timesPerOutputToken() {
        return timesPerOutputToken(0, size);
    }

    /** The same over those sent from {@code first} to before {@code end}. */
    public Latencies timesPerOutputToken(int first, int end) {
        return Latencies.of(first, end, this::timePerOutputToken);
    }

    /** {@link #endToEnd} over all requests. */
    public Latencies endToEnd() {
        return endToEnd(0, size);
    }

    /** The same over those sent from {@code first} to before {@code end}. */
    public Latencies endToEnd(int first, int end) {
        return Latencies.of(first, end, this::endToEnd);
    }
}
