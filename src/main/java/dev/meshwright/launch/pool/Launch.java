package dev.meshwright.launch.pool;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A launch as what it means and whether it runs.
 *
 * @param engine its label
 * @param version release; empty where nobody says, which is taken for the newest
 * @param pools of servers; one for a training
 * @param read options that the layout and the settings follow from, each with its place
 * @param defaulted what nobody states, as it was taken
 * @param ignored options that change nothing here, each with its place
 * @param refusals why it will not run, and cautions
 */
public record Launch(
        String engine,
        Optional<String> version,
        List<Pool> pools,
        List<String> read,
        List<String> defaulted,
        List<String> ignored,
        List<Refusal> refusals) {

    public Launch {
        pools = List.copyOf(pools);
        read = List.copyOf(read);
        defaulted = List.copyOf(defaulted);
        ignored = List.copyOf(ignored);
        refusals = List.copyOf(refusals);
    }

    /** The same with more of what is wrong. */
    public Launch with(List<Refusal> more) {
        List<Refusal> all = new ArrayList<>(refusals);
        all.addAll(more);
        return new Launch(engine, version, pools, read, defaulted, ignored, all);
    }

    /** The same with more that was taken as nobody states it. */
    public Launch taking(List<String> more) {
        List<String> all = new ArrayList<>(more);
        all.addAll(defaulted);
        return new Launch(engine, version, pools, read, all, ignored, refusals);
    }

    /** Whether the engine takes it and it fits. */
    public boolean runs() {
        return refusals.stream().allMatch(refusal -> refusal.kind() == Refusal.Kind.CAUTION);
    }

    /** Whether somebody should look at it. */
    public boolean cautious() {
        return !refusals.isEmpty();
    }

    /** In one word: {@code runs}, {@code fails}, {@code refused}. */
    public String verdict() {
        boolean refused = refusals.stream().anyMatch(refusal -> refusal.kind() == Refusal.Kind.REFUSED);
        return runs() ? "runs" : refused ? Refusal.Kind.REFUSED.label() : Refusal.Kind.FAILS.label();
    }

    /** GPUs of all pools. */
    public int gpus() {
        return pools.stream().mapToInt(Pool::gpus).sum();
    }
}
