package dev.meshwright.replay.client;

import dev.meshwright.facts.engine.Speculation;
import java.util.SplittableRandom;

/** Clients whose answers take fewer steps than they have tokens: guesses are drawn for each, the same for the same seed. */
public final class GuessedAnswers implements Clients {

    private final Clients clients;
    private final Speculation speculation;
    private final SplittableRandom random;

    /** The answers that {@code clients} ask for, written with {@code speculation}. */
    public GuessedAnswers(Clients clients, Speculation speculation, long seed) {
        this.clients = clients;
        this.speculation = speculation;
        this.random = new SplittableRandom(seed ^ 0x9E3779B97F4A7C15L);
    }

    @Override
    public double nextSeconds() {
        return clients.nextSeconds();
    }

    @Override
    public Request next() {
        Request request = clients.next();
        return request.withSteps(1 + speculation.drawSteps(request.outputTokens() - 1, random));
    }

    @Override
    public void answered(double seconds) {
        clients.answered(seconds);
    }

    @Override
    public void refused(double seconds) {
        clients.refused(seconds);
    }
}
