package dev.meshwright.replay;

import dev.meshwright.replay.client.Clients;
import dev.meshwright.replay.client.Request;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.function.Function;
import java.util.function.IntConsumer;
import java.util.function.IntToDoubleFunction;

/**
 * Two pools joined by the transfer of caches: clients send to the instance with the fewest prompts; whoever has been read travels, and
 * goes to the decode instance with the fewest sequences, whose first step needs no more than the prompt's last token.
 *
 * <p>All instances run on one clock: what happens first anywhere is done first, so that nobody learns of anything late.
 */
public final class PoolsReplay {

    private final Clients clients;
    private final List<Instance> prefills;
    private final List<Instance> decodes;
    private final IntToDoubleFunction transferSeconds;
    private final boolean firstTokenAgain;
    private final int loadSteps;
    private final Outcome outcome = new Outcome();
    private final List<Request> requests = new ArrayList<>();

    /** By request: who read it, and when its cache is there. */
    private final Map<Integer, HandOver> travelling = new HashMap<>();

    private record HandOver(int prefill, double read, double arrives) {}

    /** A request on its way to an instance. */
    private record Sent(int number, Request request) {}

    /** An instance, and the requests that are on their way to it or in it. */
    private final class Instance implements Clients {

        private final PriorityQueue<Sent> sent = new PriorityQueue<>(
                Comparator.comparingDouble((Sent next) -> next.request().arrivalSeconds())
                        .thenComparingInt(Sent::number));

        /** Numbers here, in the order in which they were taken. */
        private final List<Integer> numbers = new ArrayList<>();

        private final Loop loop;

        /** What the step takes that runs; none while nothing does. */
        private double stepSeconds;

        private int load;
        private int handled;

        Instance(Function<Clients, Loop> loop) {
            this.loop = loop.apply(this);
        }

        /** Does what happens there at {@code now}. */
        void advance(double now) {
            loop.advance();
            double next = loop.nextSeconds();
            stepSeconds = next < Double.POSITIVE_INFINITY ? next - now : 0;
        }

        void send(int number, Request request) {
            sent.add(new Sent(number, request));
            load++;
        }

        @Override
        public double nextSeconds() {
            return sent.isEmpty()
                    ? Double.POSITIVE_INFINITY
                    : sent.peek().request().arrivalSeconds();
        }

        @Override
        public Request next() {
            Sent next = sent.remove();
            numbers.add(next.number());
            return next.request();
        }

        @Override
        public void answered(double seconds) {
            load--;
        }

        @Override
        public void refused(double seconds) {
            load--;
            numbers.removeLast();
            outcome.refuse();
            clients.answered(seconds);
        }

        /** Calls {@code each} with the number here of everybody who was answered since the last call. */
        void answered(IntConsumer each) {
            Outcome here = loop.outcome();
            while (handled < here.ended()) {
                each.accept(here.ended(handled));
                handled++;
            }
        }
    }

    /**
     * A replay that was not run yet.
     *
     * @param clients who send
     * @param prefills makes the loop of each prefill instance, given who sends to it
     * @param decodes makes that of each decode instance
     * @param transferSeconds of a cache of so many tokens
     * @param firstTokenAgain whether the decode pool makes the first token of an answer, or is handed it
     * @param loadSteps steps of a decode instance that pass while it asks for a cache and learns that it is there
     */
    public PoolsReplay(
            Clients clients,
            List<Function<Clients, Loop>> prefills,
            List<Function<Clients, Loop>> decodes,
            IntToDoubleFunction transferSeconds,
            boolean firstTokenAgain,
            int loadSteps) {
        this.clients = clients;
        this.prefills = prefills.stream().map(Instance::new).toList();
        this.decodes = decodes.stream().map(Instance::new).toList();
        this.transferSeconds = transferSeconds;
        this.firstTokenAgain = firstTokenAgain;
        this.loadSteps = loadSteps;
    }

    /** Runs until every request is answered. */
    public Outcome run() {
        boolean left = true;
        while (left) {
            Instance prefill = earliest(prefills);
            Instance decode = earliest(decodes);
            double reads = prefill.loop.nextSeconds();
            double writes = decode.loop.nextSeconds();
            double comes = clients.nextSeconds();
            left = Math.min(comes, Math.min(reads, writes)) < Double.POSITIVE_INFINITY;
            if (left && comes <= Math.min(reads, writes)) {
                take(clients.next());
            } else if (left && writes <= reads) {
                decode.advance(writes);
                decode.answered(here -> end(decode, here));
            } else if (left) {
                prefill.loop.advance();
                prefill.answered(here -> handOver(prefill, here));
            }
        }
        prefills.forEach(instance -> outcome.include(instance.loop.ended()));
        decodes.forEach(instance -> outcome.include(instance.loop.ended()));
        return outcome;
    }

    private static Instance earliest(List<Instance> instances) {
        Instance earliest = instances.getFirst();
        double seconds = earliest.loop.nextSeconds();
        for (int other = 1; other < instances.size(); other++) {
            double next = instances.get(other).loop.nextSeconds();
            if (next < seconds) {
                earliest = instances.get(other);
                seconds = next;
            }
        }
        return earliest;
    }

    private static Instance fewest(List<Instance> instances) {
        Instance fewest = instances.getFirst();
        for (int other = 1; other < instances.size(); other++) {
            fewest = instances.get(other).load < fewest.load ? instances.get(other) : fewest;
        }
        return fewest;
    }

    private void take(Request request) {
        int number = outcome.add(request.arrivalSeconds(), request.outputTokens());
        requests.add(request);
        fewest(prefills)
                .send(number, new Request(request.arrivalSeconds(), request.inputTokens(), 1, request.prefixTokens()));
    }

    /** A prompt was read: its cache travels. Where the first token is all of the answer, it is there. */
    private void handOver(Instance prefill, int here) {
        int number = prefill.numbers.get(here);
        Request request = requests.get(number);
        Outcome read = prefill.loop.outcome();
        outcome.begun(number, read.begunSeconds(here));
        int tokens = firstTokenAgain ? request.outputTokens() : request.outputTokens() - 1;
        if (tokens == 0) {
            outcome.first(number, read.lastSeconds(here));
            outcome.last(number, read.lastSeconds(here));
            clients.answered(read.lastSeconds(here));
            return;
        }
        Instance decode = fewest(decodes);
        double loads = transferSeconds.applyAsDouble(request.inputTokens()) + loadSteps * decode.stepSeconds;
        double arrives = read.lastSeconds(here) + loads;
        travelling.put(number, new HandOver(prefills.indexOf(prefill), read.lastSeconds(here), arrives));
        int steps = firstTokenAgain ? request.steps() : request.steps() - 1;
        decode.send(number, new Request(arrives, request.inputTokens(), tokens, request.inputTokens(), steps));
    }

    /** A first token that was handed over is streamed when the sequence is taken into a step. */
    private void end(Instance decode, int here) {
        int number = decode.numbers.get(here);
        Outcome written = decode.loop.outcome();
        outcome.first(number, firstTokenAgain ? written.firstSeconds(here) : written.begunSeconds(here));
        outcome.last(number, written.lastSeconds(here));
        HandOver way = Objects.requireNonNull(travelling.remove(number), "Nobody writes what was not handed over.");
        outcome.went(new Journey(
                number,
                way.prefill(),
                decodes.indexOf(decode),
                outcome.sentSeconds(number),
                outcome.begunSeconds(number),
                way.read(),
                way.arrives(),
                written.begunSeconds(here),
                written.lastSeconds(here)));
        clients.answered(written.lastSeconds(here));
    }
}
