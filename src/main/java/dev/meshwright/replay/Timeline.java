package dev.meshwright.replay;

import java.util.ArrayList;
import java.util.List;

/**
 * How a loop goes over time, in some hundred moments: it keeps every step at first, then every second, every fourth, so that a long
 * replay takes no more memory than a short one.
 */
public final class Timeline implements Replay.Observer {

    private static final int MOST = 240;

    private final List<Moment> moments = new ArrayList<>();
    private long steps;
    private long stride = 1;

    /**
     * What is seen at the end of a step.
     *
     * @param seconds after the start
     * @param steps until then
     * @param running requests that have a seat
     * @param waiting requests that wait for one
     * @param cacheShare of the cache's blocks that are held
     */
    public record Moment(double seconds, long steps, int running, int waiting, double cacheShare) {}

    @Override
    public void step(double seconds, int running, int waiting, double cacheShare) {
        steps++;
        if (steps % stride != 0) {
            return;
        }
        if (moments.size() == MOST) {
            thin();
        }
        if (steps % stride == 0) {
            moments.add(new Moment(seconds, steps, running, waiting, cacheShare));
        }
    }

    /** Keeps every second moment, and from now on half as many. */
    private void thin() {
        List<Moment> kept = new ArrayList<>();
        for (int number = 1; number < moments.size(); number += 2) {
            kept.add(moments.get(number));
        }
        moments.clear();
        moments.addAll(kept);
        stride *= 2;
    }

    /** In order; 240 at most. */
    public List<Moment> moments() {
        return List.copyOf(moments);
    }
}
