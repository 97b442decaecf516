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
 * vLLM: experts lie on all ranks of a stage, whole with expert parallelism and cut without ({@code vllm/config/parallel.py}:
 * {@code TP x PCP x DP}).
 */
final class VllmLaunch implements EngineLaunch {

    @Override
    public PoolLayout layout(Options options, Optional<ModelFacts> model) {
        int tensor = options.degree(Meaning.TENSOR);
        int data = options.degree(Meaning.DATA);
        int context = options.degree(Meaning.PREFILL_CONTEXT);
        int ranks = tensor * data * context;
        boolean whole = options.on(Meaning.EXPERT_SWITCH);
        boolean dense = model.filter(ModelFacts::dense).isPresent();
        return new PoolLayout(
                tensor,
                data,
                dense ? OptionalInt.empty() : OptionalInt.of(whole ? ranks : 1),
                dense ? OptionalInt.empty() : OptionalInt.of(whole ? 1 : ranks),
                dense ? OptionalInt.empty() : OptionalInt.of(1),
                tensor,
                tensor,
                options.degree(Meaning.PIPELINE),
                EngineLaunch.partition(options),
                1,
                context,
                options.degree(Meaning.DECODE_CONTEXT),
                options.server().deployment().replicas());
    }

    @Override
    public Limits limits(Options options) {
        return EngineLaunch.limits(options, true);
    }

    @Override
    public OptionalInt redundantExperts(Options options, Optional<ModelFacts> model) {
        OptionalInt stated = options.integer(Meaning.REDUNDANT_EXPERTS);
        return stated.isPresent() || !options.on(Meaning.BALANCER) ? stated : OptionalInt.of(0);
    }

    @Override
    public Optional<Balancer> balancer(Options options) {
        return options.on(Meaning.BALANCER)
                ? Optional.of(new Balancer(Balancer.Kind.DYNAMIC, Optional.of(options.on(Meaning.BALANCER_ASYNC))))
                : Optional.empty();
    }

    @Override
    public Optional<Role> role(Options options) {
        return options.text(Meaning.ROLE).flatMap(Role::in).or(() -> options.text(Meaning.TRANSFER_ROLE)
                .flatMap(VllmLaunch::ofTransfer));
    }

    private static Optional<Role> ofTransfer(String role) {
        return switch (role) {
            case "kv_producer" -> Optional.of(Role.PREFILL);
            case "kv_consumer" -> Optional.of(Role.DECODE);
            default -> Optional.empty();
        };
    }
}
