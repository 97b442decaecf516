package dev.meshwright.lab.serving.stream;

import dev.meshwright.facts.workload.Arrivals;
import dev.meshwright.facts.workload.RecordedRequests;
import dev.meshwright.replay.client.DrawnArrivals;
import dev.meshwright.replay.client.Lengths;
import dev.meshwright.replay.client.Request;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * Requests of users who share system prompts and ask the same again: each has one prompt, a system prompt and a question, and
 * they take turns. The first time, the cache has the system prompt at most; then it has all of the prompt, where it is large
 * enough to keep all users' ({@code kubernetes-sigs/inference-perf}, {@code datagen/shared_prefix_datagen.py}).
 *
 * @param systemPrompts that differ
 * @param users of each
 * @param systemTokens of a system prompt
 * @param inputTokens of a whole prompt
 * @param outputTokens of an answer
 */
record SharedPrompts(int systemPrompts, int users, int systemTokens, int inputTokens, int outputTokens) {

    /** The requests of a run, at the same times for the same seed. */
    RecordedRequests requests(Arrivals arrivals, int count, long seed) {
        Iterator<Request> stream =
                DrawnArrivals.of(arrivals, 1, lengths(count, seed).iterator(), seed);
        RecordedRequests.Builder requests = new RecordedRequests.Builder("users in turn");
        while (stream.hasNext()) {
            Request next = stream.next();
            requests.add(next.arrivalSeconds(), next.inputTokens(), next.outputTokens(), next.prefixTokens());
        }
        return requests.build();
    }

    private List<Lengths> lengths(int count, long seed) {
        List<Integer> sessions = new ArrayList<>();
        for (int session = 0; session < systemPrompts * users; session++) {
            sessions.add(session / users);
        }
        Collections.shuffle(sessions, new Random(seed));
        Set<Integer> known = new HashSet<>();
        List<Lengths> lengths = new ArrayList<>();
        for (int number = 0; number < count; number++) {
            boolean again = number >= sessions.size();
            boolean shares = !known.add(sessions.get(number % sessions.size()));
            int cached = again ? inputTokens : shares ? systemTokens : 0;
            lengths.add(new Lengths(inputTokens, outputTokens, Math.min(cached, inputTokens)));
        }
        return lengths;
    }
}
