package dev.meshwright.replay.client;

import dev.meshwright.facts.workload.Length;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.SplittableRandom;

/** A number of requests with drawn lengths, the same for the same seed. */
public final class DrawnLengths implements Iterator<Lengths> {

    private final Length input;
    private final Length output;
    private final double cachedShare;
    private final SplittableRandom random;
    private int left;

    /**
     * Draws of two distributions, independent of each other.
     *
     * @param input lengths of prompts
     * @param output lengths of answers
     * @param requests how many
     */
    public DrawnLengths(Length input, Length output, int requests, long seed) {
        this(input, output, 0, requests, seed);
    }

    /**
     * The same of prompts that share their beginnings.
     *
     * @param cachedShare of each prompt that the cache has
     */
    public DrawnLengths(Length input, Length output, double cachedShare, int requests, long seed) {
        this.input = input;
        this.output = output;
        this.cachedShare = cachedShare;
        this.left = requests;
        this.random = new SplittableRandom(seed);
    }

    @Override
    public boolean hasNext() {
        return left > 0;
    }

    @Override
    public Lengths next() {
        if (left == 0) {
            throw new NoSuchElementException();
        }
        left--;
        int prompt = input.draw(random);
        return new Lengths(prompt, output.draw(random), (int) Math.round(prompt * cachedShare));
    }
}
