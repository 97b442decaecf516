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

/** TensorRT-LLM: attention is split or copied over all ranks of a stage, experts over both of their degrees. */
final class TensorRtLaunch implements EngineLaunch {

    @Override
    public PoolLayout layout(Options options, Optional<ModelFacts> model) {
        int ranks = options.degree(Meaning.STAGE_RANKS);
        boolean copied = options.on(Meaning.ATTENTION_DATA);
        boolean statesExpert = options.states(Meaning.EXPERT);
        OptionalInt tensorOfExperts = options.integer(Meaning.EXPERT_TENSOR);
        int expert = options.degree(Meaning.EXPERT);
        if (!statesExpert && tensorOfExperts.orElse(0) > 0 && ranks % tensorOfExperts.getAsInt() == 0) {
            expert = ranks / tensorOfExperts.getAsInt();
        }
        boolean dense = model.filter(ModelFacts::dense).isPresent();
        OptionalInt follows = ranks % expert == 0 ? OptionalInt.of(ranks / expert) : OptionalInt.empty();
        return new PoolLayout(
                copied ? 1 : ranks,
                copied ? ranks : 1,
                dense ? OptionalInt.empty() : OptionalInt.of(expert),
                dense ? OptionalInt.empty() : tensorOfExperts.isPresent() ? tensorOfExperts : follows,
                dense ? OptionalInt.empty() : OptionalInt.of(1),
                copied ? 1 : ranks,
                copied ? 1 : ranks,
                options.degree(Meaning.PIPELINE),
                EngineLaunch.partition(options),
                1,
                options.degree(Meaning.PREFILL_CONTEXT),
                1,
                options.server().deployment().replicas());
    }

    @Override
    public Limits limits(Options options) {
        return EngineLaunch.limits(options, true);
    }

    /** Slots that a balancer states, less the experts. */
    @Override
    public OptionalInt redundantExperts(Options options, Optional<ModelFacts> model) {
        OptionalInt slots = options.integer(Meaning.EXPERT_SLOTS);
        int experts = model.map(ModelFacts::experts).orElse(0);
        return slots.isPresent() && experts > 0 && slots.getAsInt() >= experts
                ? OptionalInt.of(slots.getAsInt() - experts)
                : OptionalInt.empty();
    }

    @Override
    public Optional<Balancer> balancer(Options options) {
        if (!options.states(Meaning.BALANCER)) {
            return Optional.empty();
        }
        boolean moves = options.integer(Meaning.BALANCER_UPDATES).orElse(0) > 0;
        boolean file = options.states(Meaning.EXPERT_MAP);
        Balancer.Kind fixed = file ? Balancer.Kind.FILE : Balancer.Kind.SLOTS;
        return Optional.of(new Balancer(moves ? Balancer.Kind.DYNAMIC : fixed, Optional.empty()));
    }

    @Override
    public Optional<Role> role(Options options) {
        return options.text(Meaning.ROLE).flatMap(Role::in);
    }
}
