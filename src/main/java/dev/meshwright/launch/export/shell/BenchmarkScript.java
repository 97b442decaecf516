package dev.meshwright.launch.export.shell;

import dev.meshwright.facts.engine.option.OptionBook;
import dev.meshwright.facts.engine.option.Purpose;
import dev.meshwright.facts.workload.Arrivals;
import dev.meshwright.facts.workload.Length;
import dev.meshwright.facts.workload.Traffic;
import dev.meshwright.facts.workload.Workload;
import dev.meshwright.launch.export.Flag;
import dev.meshwright.launch.export.Ordered;
import dev.meshwright.launch.export.node.NodePart;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;

/** The client that measures what was predicted: the same lengths, arrivals and requests in flight, of each server its share. */
public final class BenchmarkScript {

    private static final double FASTER = 1.05;

    /** Rounds of requests of every client: enough that filling and draining are a small part. */
    private static final int ROUNDS = 10;

    private final Ordered ordered;
    private final OptionBook client;
    private final double requestsPerSecond;
    private final boolean oneDoor;
    private final List<Flag> flags = new ArrayList<>();

    private BenchmarkScript(Ordered ordered, OptionBook client, double requestsPerSecond, boolean oneDoor) {
        this.ordered = ordered;
        this.client = client;
        this.requestsPerSecond = requestsPerSecond;
        this.oneDoor = oneDoor;
    }

    /**
     * The script, which runs one client for each server at once.
     *
     * @param requestsPerSecond predicted of all servers, at which clients start one after the other
     * @param oneDoor whether all servers are reached at one address, where one client asks for all of them
     */
    public static String of(
            Ordered ordered, OptionBook client, List<NodePart> parts, double requestsPerSecond, boolean oneDoor) {
        return new BenchmarkScript(ordered, client, requestsPerSecond, oneDoor).text(parts);
    }

    /** Requests in flight at one server. */
    public static int inFlight(Ordered ordered) {
        long all = ordered.problem().workload().concurrency().orElse((int) Math.min(
                Integer.MAX_VALUE, ordered.degrees().sequences(ordered.problem().workload())));
        return (int) Math.max(1, Math.ceilDiv(all, (long) ordered.degrees().replicas()));
    }

    private void add(Purpose purpose, Object value) {
        client.of(purpose, ordered.version())
                .ifPresent(option -> flags.add(new Flag(option, String.valueOf(value), "")));
    }

    private String text(List<NodePart> parts) {
        Workload workload = ordered.problem().workload();
        int outputs =
                switch (workload) {
                    case Workload.Prefill prefill -> 1;
                    case Workload.Decode decode -> decode.outputTokens();
                    case Workload.Serving serving -> serving.outputTokens();
                    case Workload.Training training -> 1;
                };
        int servers = oneDoor ? ordered.degrees().replicas() : 1;
        int inFlight = inFlight(ordered) * servers;
        client.of(Purpose.API, ordered.version())
                .ifPresent(
                        api -> add(Purpose.API, api.defaultOf(ordered.version()).orElse("openai")));
        add(Purpose.ENDPOINT_MODEL, ordered.checkpoint());
        add(Purpose.DATA_SET, "random");
        add(Purpose.RANDOM_PROMPTS, true);
        lengths(workload, outputs);
        add(Purpose.WHOLE_ANSWERS, true);
        arrivals(workload, inFlight);
        add(Purpose.REQUESTS, (long) inFlight * ROUNDS);
        add(Purpose.WARM_UPS, inFlight);
        add(Purpose.SEED, 1);
        return ShellWords.literal(NodeScript.head(
                        "Measures what was predicted, as far as fixed lengths say it; run it where all servers are reached"
                                + (oneDoor ? ", at SERVER_ADDRESS." : "."))
                + commands(parts));
    }

    /**
     * Lengths that are all alike, or evenly drawn from ranges of one shape, for which clients have one ratio: SGLang draws from
     * [ratio, 1] of a length, the others from 1 -/+ ratio.
     */
    private void lengths(Workload workload, int outputs) {
        boolean fromBelow = ordered.book().engine().equals("sglang");
        Optional<Length.Uniform> input = drawn(workload, Traffic::input);
        Optional<Length.Uniform> output = drawn(workload, Traffic::output);
        boolean ranges = input.isPresent()
                && output.isPresent()
                && Math.abs(shape(input.get()) - shape(output.get())) < SAME_SHAPE;
        if (!ranges) {
            add(Purpose.INPUT_TOKENS, workload.longest());
            add(Purpose.OUTPUT_TOKENS, outputs);
            add(Purpose.LENGTH_SPREAD, fromBelow ? "1.0" : "0.0");
            return;
        }
        double shape = shape(input.get());
        double ratio = fromBelow ? shape : (1 - shape) / (1 + shape);
        add(Purpose.INPUT_TOKENS, nominal(input.get(), fromBelow));
        add(Purpose.OUTPUT_TOKENS, nominal(output.get(), fromBelow));
        add(Purpose.LENGTH_SPREAD, Math.round(ratio * 1e4) / 1e4);
    }

    /** Shapes of ranges that are one to a client, whose ratio has four digits. */
    private static final double SAME_SHAPE = 1e-3;

    /** The shortest over the longest. */
    private static double shape(Length.Uniform range) {
        return range.least() / (double) range.most();
    }

    private static int nominal(Length.Uniform range, boolean fromBelow) {
        return fromBelow ? range.most() : (int) Math.round(range.mean());
    }

    private static Optional<Length.Uniform> drawn(Workload workload, Function<Traffic, Optional<Length>> side) {
        return workload instanceof Workload.Serving serving
                ? side.apply(serving.traffic())
                        .filter(Length.Uniform.class::isInstance)
                        .map(Length.Uniform.class::cast)
                : Optional.empty();
    }

    private void arrivals(Workload workload, int inFlight) {
        Arrivals arrivals =
                workload instanceof Workload.Serving serving ? serving.traffic().arrivals() : new Arrivals.Clients();
        OptionalDouble rate = arrivals.rate();
        if (rate.isEmpty()) {
            // All at once their prompts would wait for each other, and equal answers keep them together for ever:
            // clients start
            // over the life of a request, a little faster than answers come so that all are there in the end.
            double ofClient =
                    requestsPerSecond / (oneDoor ? 1 : ordered.degrees().replicas());
            add(Purpose.CONCURRENCY, inFlight);
            add(Purpose.RATE, Double.parseDouble(String.format(Locale.ROOT, "%.4g", FASTER * ofClient)));
            return;
        }
        add(Purpose.RATE, rate.getAsDouble() / (oneDoor ? 1 : ordered.degrees().replicas()));
        if (arrivals instanceof Arrivals.Gamma gamma) {
            // A gamma distribution of shape k has gaps of variation 1 / sqrt(k).
            add(Purpose.BURSTINESS, 1 / (gamma.variation() * gamma.variation()));
        }
    }

    private String commands(List<NodePart> parts) {
        StringBuilder text = new StringBuilder();
        List<String> options = CommandLine.options(flags);
        for (NodePart part : parts) {
            if (part.rank() > 0 || (oneDoor && part.server() > 0)) {
                continue;
            }
            List<String> all = new ArrayList<>(options);
            String node = oneDoor ? "SERVER_ADDRESS" : "NODE_" + part.leaderNode() + "_ADDRESS";
            client.of(Purpose.HOST, ordered.version())
                    .ifPresent(option -> all.add(option.flag() + " \"${" + node + ":-127.0.0.1}\""));
            client.of(Purpose.PORT, ordered.version())
                    .ifPresent(option -> all.add(option.flag() + " " + NodeScript.port(part, parts)));
            text.append(ShellWords.line(client.start().program()))
                    .append(" \\\n    ")
                    .append(String.join(" \\\n    ", all))
                    .append(" &\n\n");
        }
        return text.append("wait\n").toString();
    }
}
