package dev.meshwright.cost.exact;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * An engine with continuous batching step by step, driven by clients that send their first requests at once and each next
 * one when an answer is complete. Lengths are drawn uniformly from {@code shortest} to 1 of the nominal ones.
 *
 * @param clients that each have one request in flight
 * @param inputTokens nominal length of a prompt
 * @param outputTokens nominal length of an answer
 * @param decodeSeconds of a step that only decodes
 * @param promptSecondsPerToken that a prompt's tokens add to the step that reads them
 * @param tokensPerStep most tokens of a step, decoding ones included
 * @param shortest least share of the nominal lengths
 * @param promptsFirst whether prompts have steps of their own, in which nobody decodes while any wait
 */
public record BenchmarkSimulation(
        int clients,
        int inputTokens,
        int outputTokens,
        double decodeSeconds,
        double promptSecondsPerToken,
        int tokensPerStep,
        double shortest,
        boolean promptsFirst) {

    public static final int REQUESTS_PER_CLIENT = 10;

    /** Between an answer's last token and the client's next request. */
    private static final double CLIENT_SECONDS = 2e-3;

    /** Means over all requests. */
    public record Result(double timeToFirstToken, double timePerOutputToken) {}

    private static final class Request {
        private final int output;
        private final double arrival;
        private int promptLeft;
        private double first;

        private Request(SplittableRandom random, double shortest, int input, int output, double arrival) {
            this.promptLeft = drawn(random, shortest, input);
            this.output = drawn(random, shortest, output);
            this.arrival = arrival;
        }

        private static int drawn(SplittableRandom random, double shortest, int nominal) {
            return (int) (nominal * (shortest + (1 - shortest) * random.nextDouble()));
        }
    }

    public Result run(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        ArrayDeque<Request> coming = new ArrayDeque<>();
        ArrayDeque<Request> waiting = new ArrayDeque<>();
        Map<Long, List<Request>> endingAt = new HashMap<>();
        int requests = clients * REQUESTS_PER_CLIENT;
        int sent = clients;
        for (int client = 0; client < clients; client++) {
            coming.add(new Request(random, shortest, inputTokens, outputTokens, 0));
        }
        double now = 0;
        int decoding = 0;
        int done = 0;
        double firstTokens = 0;
        double perToken = 0;
        long step = 0;
        while (done < requests) {
            while (!coming.isEmpty() && coming.peek().arrival <= now) {
                waiting.add(coming.poll());
            }
            int room = promptsFirst ? tokensPerStep : tokensPerStep - decoding;
            int read = 0;
            List<Request> started = new ArrayList<>();
            while (!waiting.isEmpty() && room > read) {
                Request next = waiting.peek();
                int part = Math.min(room - read, next.promptLeft);
                next.promptLeft -= part;
                read += part;
                if (next.promptLeft == 0) {
                    started.add(waiting.poll());
                }
            }
            if (read == 0 && decoding == 0) {
                now = coming.peek().arrival;
                continue;
            }
            boolean decodes = read == 0 || !promptsFirst;
            now += (decodes ? decodeSeconds : 0) + read * promptSecondsPerToken;
            List<Request> ended = decodes ? endingAt.remove(step) : null;
            for (Request request : ended == null ? List.<Request>of() : ended) {
                done++;
                decoding--;
                firstTokens += request.first - request.arrival;
                perToken += (now - request.first) / (request.output - 1);
                if (sent < requests) {
                    sent++;
                    coming.add(new Request(random, shortest, inputTokens, outputTokens, now + CLIENT_SECONDS));
                }
            }
            for (Request request : started) {
                request.first = now;
                decoding++;
                endingAt.computeIfAbsent(step + request.output - (decodes ? 1 : 2), ignored -> new ArrayList<>())
                        .add(request);
            }
            step += decodes ? 1 : 0;
        }
        return new Result(firstTokens / requests, perToken / requests);
    }
}
