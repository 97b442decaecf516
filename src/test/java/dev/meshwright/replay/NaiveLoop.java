package dev.meshwright.replay;

import dev.meshwright.facts.problem.Assumptions.Engine;
import dev.meshwright.replay.client.Clients;
import dev.meshwright.replay.client.Request;
import dev.meshwright.replay.scheduler.SchedulerSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * The loop of an engine told plainly, to hold the replay against: one object for each request, every step walks all of them, nothing
 * is summed ahead and nothing remembered that can be counted anew.
 */
final class NaiveLoop {

    /** What one rank does in a step, as {@link dev.meshwright.replay.scheduler.StepWork} counts it. */
    record Work(
            int decoding,
            long decodingPositions,
            int promptTokens,
            int prompts,
            int promptsEnded,
            double promptPositions) {

        static final Work NOTHING = new Work(0, 0, 0, 0, 0, 0);

        Work decode(int before) {
            return new Work(
                    decoding + 1, decodingPositions + before + 1, promptTokens, prompts, promptsEnded, promptPositions);
        }

        Work read(int before, int tokens, boolean ends) {
            return new Work(
                    decoding,
                    decodingPositions,
                    promptTokens + tokens,
                    prompts + 1,
                    promptsEnded + (ends ? 1 : 0),
                    promptPositions + tokens * (before + (tokens + 1) / 2.0));
        }
    }

    /** A request that the engine took on; all times in seconds, not a number where the token never came. */
    static final class Served {
        final double sent;
        final int input;
        final int output;
        final int prefix;
        double first = Double.NaN;
        double last = Double.NaN;
        /** Tokens to be read before the next one is made: those of the prompt and, after a preemption, those made before it. */
        int prompt;

        int read;
        int decodedSince;
        int made;
        boolean firstPlanned;

        Served(Request request) {
            this.sent = request.arrivalSeconds();
            this.input = request.inputTokens();
            this.output = request.outputTokens();
            this.prefix = request.prefixTokens();
            this.prompt = input;
        }

        int left() {
            return output - made;
        }

        boolean reading() {
            return left() > 0 && read < prompt;
        }

        boolean decoding() {
            return left() > 0 && read == prompt;
        }
    }

    static final class Plan {
        final List<Work> works = new ArrayList<>();
        final List<Served> firsts = new ArrayList<>();
        final List<Served> lasts = new ArrayList<>();

        private boolean empty() {
            return works.stream().allMatch(Work.NOTHING::equals);
        }
    }

    final List<Served> served = new ArrayList<>();
    long steps;
    int refused;
    double now;

    private final Engine engine;
    private final SchedulerSettings settings;
    private final List<Request> coming = new ArrayList<>();
    private final List<Double> arrivals = new ArrayList<>();
    private int held;
    private double readSeconds;
    private double streamedSeconds;
    private final List<NaiveRank> ranks = new ArrayList<>();
    private final Clients clients;
    private final FrontEnd frontEnd;
    private final ToDoubleFunction<List<Work>> prices;

    NaiveLoop(
            Engine engine,
            SchedulerSettings settings,
            int ranks,
            Clients clients,
            FrontEnd frontEnd,
            ToDoubleFunction<List<Work>> prices) {
        this.engine = engine;
        this.settings = settings;
        this.clients = clients;
        this.frontEnd = frontEnd;
        this.prices = prices;
        while (this.ranks.size() < ranks) {
            this.ranks.add(new NaiveRank(engine, settings));
        }
    }

    NaiveLoop run() {
        while (true) {
            arrive(now, true);
            Plan running = plan();
            if (running.empty()) {
                double next = Math.min(nextRead(), nextArrival());
                if (next == Double.POSITIVE_INFINITY) {
                    return this;
                }
                now = next;
            }
            while (!running.empty()) {
                Plan ahead = settings.plansAhead() ? plan() : new Plan();
                double end = now + prices.applyAsDouble(running.works);
                steps++;
                boolean looks = steps % settings.pollSteps() == 0;
                if (looks) {
                    arrive(end, false);
                }
                now = end;
                hand(running);
                if (looks || ahead.empty()) {
                    arrive(now, true);
                }
                running = ahead.empty() ? plan() : ahead;
            }
        }
    }

    /** When the front end begins to read the next request. */
    private double nextRead() {
        return Math.max(readSeconds, clients.nextSeconds());
    }

    /** When the next request of those that were read reaches the engine. */
    private double nextArrival() {
        return arrivals.isEmpty() ? Double.POSITIVE_INFINITY : arrivals.getFirst();
    }

    private void arrive(double until, boolean inclusive) {
        while (true) {
            double next = Math.min(nextRead(), nextArrival());
            if (next == Double.POSITIVE_INFINITY || next > until || next == until && !inclusive) {
                return;
            }
            if (nextRead() <= nextArrival()) {
                Request request = clients.next();
                double reading = request.inputTokens() * frontEnd.inputTokenSeconds();
                readSeconds = Math.max(readSeconds, request.arrivalSeconds()) + reading;
                coming.add(request);
                arrivals.add(readSeconds + frontEnd.requestSeconds());
            } else {
                queue(new Served(coming.removeFirst()), arrivals.removeFirst());
            }
        }
    }

    private void queue(Served request, double arrival) {
        if (!servable(request)) {
            refused++;
            clients.answered(arrival);
            return;
        }
        NaiveRank least = ranks.getFirst();
        for (NaiveRank rank : ranks) {
            if (rank.load() < least.load()) {
                least = rank;
            }
        }
        least.arrive(request);
        served.add(request);
    }

    /** Whether cache and, where prompts are not cut, a step have room for it, for all its tokens read anew as well. */
    private boolean servable(Served request) {
        int all = request.input + request.output;
        int longestPrompt = engine == Engine.TENSORRT_LLM ? request.input : all - 1;
        return settings.blocks(all) <= settings.cacheBlocks()
                && (settings.chunkedPrompts() || longestPrompt <= settings.tokensPerStep());
    }

    int preemptions() {
        return ranks.stream().mapToInt(NaiveRank::preemptions).sum();
    }

    private Plan plan() {
        Plan plan = new Plan();
        long waiting = ranks.stream().filter(rank -> rank.waiting() > 0).count();
        boolean running = ranks.stream().anyMatch(rank -> rank.load() > rank.waiting());
        boolean holds = waiting > 0 && waiting < ranks.size() && running && held < settings.holdSteps();
        held = holds ? held + 1 : 0;
        ranks.forEach(rank -> rank.plan(plan, !holds));
        return plan;
    }

    private void hand(Plan plan) {
        int tokens = plan.works.stream()
                .mapToInt(work -> work.decoding() + work.promptsEnded())
                .sum();
        streamedSeconds = Math.max(streamedSeconds, now) + tokens * frontEnd.streamedTokenSeconds();
        double seconds = streamedSeconds + frontEnd.tokenSeconds();
        plan.firsts.forEach(request -> request.first = seconds);
        for (Served request : plan.lasts) {
            request.last = seconds;
            clients.answered(seconds);
            ranks.forEach(rank -> rank.leave(request));
        }
    }
}
