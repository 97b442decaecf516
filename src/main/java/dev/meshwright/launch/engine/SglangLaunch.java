package dev.meshwright.launch.engine;

import dev.meshwright.facts.engine.option.Meaning;
import dev.meshwright.launch.model.ModelFacts;
import dev.meshwright.launch.option.Options;
import dev.meshwright.launch.pool.Balancer;
import dev.meshwright.launch.pool.Limits;
import dev.meshwright.launch.pool.PoolLayout;
import dev.meshwright.launch.source.Role;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * SGLang: {@code --tp-size} counts all ranks of a stage; attention copies share them with {@code --enable-dp-attention} and are
 * servers of their own without ({@code python/sglang/srt/server_args.py}). An exchange for experts sets their number to all
 * ranks.
 */
final class SglangLaunch implements EngineLaunch {

    @Override
    public PoolLayout layout(Options options, Optional<ModelFacts> model) {
        int ranks = options.degree(Meaning.STAGE_RANKS);
        int copies = options.degree(Meaning.DATA);
        boolean shared = options.on(Meaning.ATTENTION_DATA);
        int data = shared ? copies : 1;
        int context = options.degree(Meaning.PREFILL_CONTEXT);
        int tensor = Math.max(1, ranks / Math.max(1, data * context));
        boolean exchange = exchange(options);
        int expert = exchange ? ranks : options.degree(Meaning.EXPERT);
        int copiesOfExperts = options.degree(Meaning.EXPERT_DATA);
        boolean dense = model.filter(ModelFacts::dense).isPresent();
        OptionalInt stated = options.integer(Meaning.DENSE_TENSOR);
        int replicas = options.server().deployment().replicas() * (shared ? 1 : copies);
        return new PoolLayout(
                tensor,
                data,
                dense ? OptionalInt.empty() : OptionalInt.of(expert),
                dense ? OptionalInt.empty() : whole(ranks, expert * copiesOfExperts),
                dense ? OptionalInt.empty() : OptionalInt.of(copiesOfExperts),
                stated.orElse(ranks),
                exchange ? 1 : ranks,
                options.degree(Meaning.PIPELINE),
                EngineLaunch.partition(options),
                1,
                context,
                options.degree(Meaning.DECODE_CONTEXT),
                replicas);
    }

    private static OptionalInt whole(int ranks, int parts) {
        return parts > 0 && ranks % parts == 0 ? OptionalInt.of(ranks / parts) : OptionalInt.empty();
    }

    /** Whether tokens travel to experts, by the option or by its old switch. */
    static boolean exchange(Options options) {
        String backend = options.text(Meaning.EXCHANGE).orElse("none");
        return !backend.equals("none") || options.on(Meaning.EXCHANGE_SWITCH);
    }

    @Override
    public Limits limits(Options options) {
        return EngineLaunch.limits(options, false);
    }

    @Override
    public OptionalInt redundantExperts(Options options, Optional<ModelFacts> model) {
        OptionalInt stated = options.integer(Meaning.REDUNDANT_EXPERTS);
        return stated.isPresent() || !options.on(Meaning.BALANCER) ? stated : OptionalInt.of(0);
    }

    @Override
    public Optional<Balancer> balancer(Options options) {
        if (options.on(Meaning.BALANCER)) {
            return Optional.of(new Balancer(Balancer.Kind.DYNAMIC, Optional.empty()));
        }
        boolean file = options.text(Meaning.EXPERT_MAP)
                .filter(map -> !map.equals("trivial"))
                .isPresent();
        boolean slots = options.integer(Meaning.REDUNDANT_EXPERTS).orElse(0) > 0;
        return file || slots
                ? Optional.of(new Balancer(file ? Balancer.Kind.FILE : Balancer.Kind.SLOTS, Optional.empty()))
                : Optional.empty();
    }

    @Override
    public Optional<Role> role(Options options) {
        return options.text(Meaning.ROLE).flatMap(Role::in);
    }
}
