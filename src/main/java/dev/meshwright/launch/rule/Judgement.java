package dev.meshwright.launch.rule;

import dev.meshwright.facts.engine.option.Meaning;
import dev.meshwright.launch.model.ModelFacts;
import dev.meshwright.launch.option.Options;
import dev.meshwright.launch.pool.Pool;
import dev.meshwright.launch.pool.PoolLayout;
import dev.meshwright.launch.pool.Refusal;
import dev.meshwright.launch.pool.Refusal.Kind;
import java.util.ArrayList;
import java.util.List;

/** A pool on trial: what rules need of it, and what they find. */
final class Judgement {

    private final Pool pool;
    private final Options options;
    private final List<Refusal> found = new ArrayList<>();

    Judgement(Pool pool, Options options) {
        this.pool = pool;
        this.options = options;
    }

    Pool pool() {
        return pool;
    }

    PoolLayout layout() {
        return pool.layout();
    }

    Options options() {
        return options;
    }

    /** Routed experts of a layer; 0 for none or where unknown. */
    int experts() {
        return pool.facts().map(ModelFacts::experts).orElse(0);
    }

    /** The flag of a meaning. */
    String flag(Meaning meaning) {
        return options.book().flag(meaning);
    }

    void refused(String flag, String reason, String fix) {
        add(Kind.REFUSED, flag, reason, fix);
    }

    void fails(String flag, String reason, String fix) {
        add(Kind.FAILS, flag, reason, fix);
    }

    void caution(String flag, String reason, String fix) {
        add(Kind.CAUTION, flag, reason, fix);
    }

    private void add(Kind kind, String flag, String reason, String fix) {
        Refusal refusal = new Refusal(kind, pool.role(), flag, reason, fix);
        if (!found.contains(refusal)) {
            found.add(refusal);
        }
    }

    List<Refusal> found() {
        return List.copyOf(found);
    }

    static long greatestCommonDivisor(long one, long other) {
        return other == 0 ? one : greatestCommonDivisor(other, one % other);
    }

    /** The largest number up to {@code most} that divides {@code number}. */
    static int divisor(int number, int most) {
        int divisor = Math.max(1, Math.min(number, most));
        while (number % divisor != 0) {
            divisor--;
        }
        return divisor;
    }
}
